import Access

/// The servers that speak the Kafka protocol.
public struct KafkaConfiguration: Sendable, Equatable {
    /// At least one, each with its own address for clients.
    public var listeners = [KafkaListener()]
    /// Connections that are served at the same time; further ones are closed at once.
    public var connectionsMax = 4000
    /// The largest request that is read.
    public var requestBytesMax = 16 << 20
    /// The largest answer to one fetch, whatever the client asks for; a larger batch comes alone.
    public var fetchBytesMax = 8 << 20
    /// Bytes of answers that may be under way on all connections; beyond it each shrinks to one batch.
    public var responseBytesMax = 64 << 20
    /// Memory of such answers that is kept to be filled again.
    public var responseBuffersMax = 32 << 20
    /// Bytes of records that a search for a time reads at most where times do not grow.
    public var timeSearchBytesMax = 64 << 20
    /// Clients whose partitions are remembered between their fetches (KIP-227); others send the whole list each time.
    public var fetchSessionsMax = 4_000
    /// Partitions of all of them together.
    public var fetchSessionPartitionsMax = 500_000
    /// A connection on which nothing moves for this long is closed.
    public var idleTimeout = Duration.seconds(600)
    /// Consumer groups with members at one time.
    public var groupsMax = 10_000
    /// Members of one group.
    public var groupMembersMax = 1_000
    /// Groups whose offsets are kept, with members or without.
    public var groupOffsetsMax = 100_000
    /// How long an empty group waits for more members after each that came.
    public var groupJoinDelay = Duration.milliseconds(300)
    /// How long a group without members keeps its offsets.
    public var offsetsRetention = RetentionLimit<Duration>.limited(.seconds(30 * 86_400))
    /// Idempotent producers that the queue remembers, each counted once for every partition that it writes to.
    public var producersMax = 50_000
    /// A topic that a client asks for by name is made if it is not there.
    public var autoCreateTopics = false
    /// Partitions of a topic that is made without saying how many.
    public var autoCreatePartitions = 1

    public init() {}
}

extension KafkaConfiguration {
    /// Reads the section `kafka`; `insecure` is the file's own consent to unprotected listeners.
    init(_ section: Section, insecure: Bool, users: [User]) {
        if let field = section["listeners"], let items = field.items() {
            if items.isEmpty {
                field.report("`\(field.path)` is empty", remedy: "name one listener, or remove the key for the default")
            }
            listeners = []
            for item in items {
                guard let section = item.section() else { continue }
                let listener = KafkaListener(section, insecure: insecure, users: users)
                if listener.listen.port != 0, listeners.contains(where: { $0.listen == listener.listen }) {
                    item.report("two listeners are at \(listener.listen)", remedy: "give each an address of its own")
                }
                listeners.append(listener)
            }
        }
        connectionsMax = section.integer("connections_max", default: connectionsMax, in: 1...1_000_000)
        requestBytesMax = section.bytes("request_bytes_max", default: requestBytesMax, in: (64 << 10)...(1 << 30))
        fetchBytesMax = section.bytes("fetch_bytes_max", default: fetchBytesMax, in: (64 << 10)...(1 << 30))
        responseBytesMax = section.bytes("response_bytes_max", default: responseBytesMax, in: (64 << 10)...(16 << 30))
        responseBuffersMax = section.bytes("response_buffers_max", default: responseBuffersMax, in: 0...(16 << 30))
        timeSearchBytesMax = section.bytes("time_search_bytes_max", default: timeSearchBytesMax, in: 0...(16 << 30))
        fetchSessionsMax = section.integer("fetch_sessions_max", default: fetchSessionsMax, in: 0...1_000_000)
        fetchSessionPartitionsMax = section.integer(
            "fetch_session_partitions_max", default: fetchSessionPartitionsMax, in: 0...100_000_000)
        idleTimeout = section.duration("idle_timeout", default: idleTimeout, in: .seconds(1)...(.seconds(86_400)))
        groupsMax = section.integer("groups_max", default: groupsMax, in: 1...1_000_000)
        groupMembersMax = section.integer("group_members_max", default: groupMembersMax, in: 1...100_000)
        groupOffsetsMax = section.integer("group_offsets_max", default: groupOffsetsMax, in: 1...10_000_000)
        groupJoinDelay = section.duration("group_join_delay", default: groupJoinDelay, in: .zero...(.seconds(60)))
        offsetsRetention = section.value(
            "offsets_retention",
            default: offsetsRetention,
            expected: "a time from 1m to 36500d, such as 30d, or unlimited"
        ) { text in
            if text == "unlimited" { return .unlimited }
            let times = Duration.seconds(60)...Duration.seconds(100 * 365 * 86_400)
            return DurationText.parse(text).flatMap { times.contains($0) ? .limited($0) : nil }
        }
        producersMax = section.integer("producers_max", default: producersMax, in: 1...1_000_000)
        autoCreateTopics = section.boolean("auto_create_topics", default: autoCreateTopics)
        autoCreatePartitions = section.integer(
            "auto_create_partitions", default: autoCreatePartitions, in: 1...100_000)
        section.finish()
    }
}
