/// The servers that speak the Kafka protocol.
public struct KafkaConfiguration: Sendable, Equatable {
    /// Exactly one in this version.
    public var listeners = [KafkaListener()]
    /// Connections that are served at the same time; further ones are closed at once.
    public var connectionsMax = 1000
    /// The largest request that is read.
    public var requestBytesMax = 16 << 20
    /// The largest answer to one fetch, whatever the client asks for; a larger batch comes alone.
    public var fetchBytesMax = 8 << 20
    /// Bytes of answers that may be under way on all connections; beyond it each shrinks to one batch.
    public var responseBytesMax = 64 << 20
    /// A connection on which nothing moves for this long is closed.
    public var idleTimeout = Duration.seconds(600)
    /// Consumer groups with members at one time.
    public var groupsMax = 10_000
    /// Members of one group.
    public var groupMembersMax = 1_000
    /// Idempotent producers that the queue remembers, each counted once for every partition that it writes to.
    public var producersMax = 50_000
    /// A topic that a client asks for by name is made if it is not there.
    public var autoCreateTopics = false
    /// Partitions of a topic that is made without saying how many.
    public var autoCreatePartitions = 1

    public init() {}
}

/// One address at which Kafka clients are served.
public struct KafkaListener: Sendable, Equatable {
    /// The address of this machine to listen at.
    public var listen = ListenAddress(host: "127.0.0.1", port: 9092)
    /// The address that clients are told to connect to; nil tells them `listen` with the port that it got.
    public var advertise: ListenAddress?

    public init() {}
}

extension KafkaConfiguration {
    /// Reads the section `kafka`; `insecure` is the file's own consent to unprotected listeners.
    init(_ section: Section, insecure: Bool) {
        if let field = section["listeners"], let items = field.items() {
            if items.isEmpty {
                field.report("`\(field.path)` is empty", remedy: "name one listener, or remove the key for the default")
            }
            if items.count > 1 {
                items[1].reportNotYet("a second listener", instead: "keep one entry in `\(field.path)`")
            }
            listeners = items.compactMap { $0.section().map { KafkaListener($0, insecure: insecure) } }
        }
        connectionsMax = section.integer("connections_max", default: connectionsMax, in: 1...1_000_000)
        requestBytesMax = section.bytes("request_bytes_max", default: requestBytesMax, in: (64 << 10)...(1 << 30))
        fetchBytesMax = section.bytes("fetch_bytes_max", default: fetchBytesMax, in: (64 << 10)...(1 << 30))
        responseBytesMax = section.bytes("response_bytes_max", default: responseBytesMax, in: (64 << 10)...(16 << 30))
        idleTimeout = section.duration("idle_timeout", default: idleTimeout, in: .seconds(1)...(.seconds(86_400)))
        groupsMax = section.integer("groups_max", default: groupsMax, in: 1...1_000_000)
        groupMembersMax = section.integer("group_members_max", default: groupMembersMax, in: 1...100_000)
        producersMax = section.integer("producers_max", default: producersMax, in: 1...1_000_000)
        autoCreateTopics = section.boolean("auto_create_topics", default: autoCreateTopics)
        autoCreatePartitions = section.integer(
            "auto_create_partitions", default: autoCreatePartitions, in: 1...100_000)
        section.finish()
    }
}

extension KafkaListener {
    init(_ section: Section, insecure: Bool) {
        if let field = section.required("listen", remedy: "write the address to listen at: listen: 127.0.0.1:9092"),
            let address = ListenAddress(field)
        {
            listen = address
            let consent = section.boolean("insecure", default: false) || insecure
            listen.refuseOffLoopback(field, insecure: consent)
        }
        if let field = section["advertise"], let address = ListenAddress(field) {
            if address.isWildcard {
                field.report(
                    "`\(field.path)` is `\(address)`, which no client can connect to",
                    remedy: "write a name or address of this machine that clients reach"
                )
            }
            advertise = address
        } else if listen.isWildcard {
            section.field.report(
                "`\(section.field.path)` listens at \(listen) and has no `advertise`",
                remedy: "write advertise: <name or address that clients reach>:\(listen.port)"
            )
        }
        section.notYet("tls", "sasl")
        section.finish()
    }
}

extension ListenAddress {
    /// Reads an address; nil (and an issue) when it is none.
    init?(_ field: Field) {
        guard let text = field.text() else { return nil }
        guard let address = ListenAddress(text) else {
            field.report(
                "`\(field.path)` is `\(field.written)`, which is no address",
                remedy: "write host:port, such as 127.0.0.1:9092 or \"[::1]:9092\""
            )
            return nil
        }
        self = address
    }

    /// Without TLS and users, anybody who reaches the port reads every change.
    func refuseOffLoopback(_ field: Field, insecure: Bool) {
        if isLoopback || insecure { return }
        field.report(
            "`\(field.path)` is \(self): other machines could read everything there, with no password and in plain text",
            remedy: "listen at 127.0.0.1, or write `insecure: true` beside it if the network is trusted"
        )
    }
}
