import Access
import KafkaProtocol

/// Asks Kafka brokers, ours or any other, and waits for the answers: the client behind Leat's own commands.
///
/// It keeps one connection per broker and belongs to one thread. Every call throws `KafkaClientError`.
public final class KafkaClient {
    /// How patient and how greedy a client is.
    public struct Options: Sendable, Equatable {
        /// Name that brokers see in their logs.
        public var clientID = "leat"
        /// Longest wait for a connection or an answer, in milliseconds. Default 10 s.
        public var timeoutMilliseconds = 10_000
        /// Longest answer that is taken, in bytes. Default 256 MiB.
        public var responseBytesMax = 256 << 20
        /// Whom to believe to be a broker; nil speaks plain text.
        public var tls: TLSTrust?
        /// Who logs in; nil does not.
        public var login: ClientLogin?

        public init() {}
    }

    private let options: Options
    private let bootstrap: BrokerConnection
    private var connections: [Int32: BrokerConnection] = [:]
    private var brokers: [Int32: BrokerAddress] = [:]
    /// Leaders by topic and partition, as last heard.
    private var leaders: [String: [Int32: Int32]] = [:]
    private var coordinators: [String: Int32] = [:]

    /// Connects to the first broker that answers.
    ///
    /// - Parameter brokers: `host:port`, several separated by commas.
    public init(brokers: String, options: Options = Options()) throws(KafkaClientError) {
        self.options = options
        var failure: KafkaClientError?
        var connected: BrokerConnection?
        for address in try BrokerAddress.list(brokers) where connected == nil {
            do throws(KafkaClientError) {
                connected = try Self.connect(address, options)
            } catch {
                failure = failure ?? error
            }
        }
        guard let connected else {
            throw failure
                ?? KafkaClientError(.invalidAddress, "no broker address", remedy: "give host:port")
        }
        bootstrap = connected
    }

    private static func connect(
        _ address: BrokerAddress,
        _ options: Options
    ) throws(KafkaClientError) -> BrokerConnection {
        try BrokerConnection.open(address, options)
    }

    /// Brokers and topics.
    ///
    /// - Parameter topics: names; nil is all. A topic that does not exist comes back with its error code.
    public func metadata(topics: [String]? = nil) throws(KafkaClientError) -> MetadataResponse {
        let version = try bootstrap.version(of: .metadata)
        let response = try bootstrap.send(
            MetadataRequest {
                $0.topics = topics.map { $0.map { name in MetadataRequestTopic { $0.name = name } } }
                // Version 0 knows no null: there an empty list is all.
                if version == 0, topics == nil { $0.topics = [] }
                $0.allowAutoTopicCreation = false
            }
        )
        for broker in response.brokers {
            guard let port = UInt16(exactly: broker.port) else { continue }
            brokers[broker.nodeID] = BrokerAddress(host: broker.host, port: port)
        }
        for topic in response.topics {
            guard let name = topic.name else { continue }
            leaders[name] = Dictionary(topic.partitions.map { ($0.index, $0.leaderID) }) { $1 }
        }
        return response
    }

    /// Number of partitions of a topic.
    ///
    /// - Throws: `broker(unknownTopicOrPartition)` when there is no such topic.
    public func partitions(of topic: String) throws(KafkaClientError) -> [Int32] {
        let answer = try metadata(topics: [topic]).topics.first
        guard let answer, answer.errorCode.isSuccess else {
            let error = answer?.errorCode ?? .unknownTopicOrPartition
            throw KafkaClientError(
                .broker(error),
                "topic '\(topic)': \(error)",
                remedy: "`leat topics list` shows the topics that there are"
            )
        }
        return answer.partitions.map(\.index).sorted()
    }

    func leader(of topic: String, _ partition: Int32) throws(KafkaClientError) -> Int32 {
        if leaders[topic]?[partition] == nil { _ = try partitions(of: topic) }
        guard let leader = leaders[topic]?[partition], leader >= 0 else {
            throw KafkaClientError(
                .broker(.leaderNotAvailable),
                "topic '\(topic)' has no partition \(partition) with a leader",
                remedy: "check the partition number with `leat topics describe \(topic)`"
            )
        }
        return leader
    }

    /// Leaders may have moved: they are asked for anew at the next use.
    func forgetLeaders(of topic: String) { leaders[topic] = nil }

    func connection(to node: Int32) throws(KafkaClientError) -> BrokerConnection {
        if let open = connections[node] { return open }
        if brokers[node] == nil { _ = try metadata(topics: []) }
        guard let address = brokers[node] else {
            throw KafkaClientError(
                .broker(.leaderNotAvailable),
                "broker \(node) is not in the cluster's metadata",
                remedy: "try again"
            )
        }
        let connection = address == bootstrap.address ? bootstrap : try Self.connect(address, options)
        connections[node] = connection
        return connection
    }

    func coordinator(of group: String) throws(KafkaClientError) -> BrokerConnection {
        try connection(to: try coordinatorNode(of: group))
    }

    func coordinatorNode(of group: String) throws(KafkaClientError) -> Int32 {
        if let node = coordinators[group] { return node }
        let response = try bootstrap.send(
            FindCoordinatorRequest {
                $0.key = group
                $0.keys = [group]
            }
        )
        let found = response.coordinators.first
        let error = found?.errorCode ?? response.errorCode
        guard error.isSuccess else { throw bootstrap.refused(error, "the coordinator of group '\(group)'") }
        let node = found?.nodeID ?? response.nodeID
        if let port = UInt16(exactly: found?.port ?? response.port) {
            brokers[node] = BrokerAddress(host: found?.host ?? response.host, port: port)
        }
        coordinators[group] = node
        return node
    }

    /// Connections to every broker of the cluster.
    func allBrokers() throws(KafkaClientError) -> [BrokerConnection] {
        _ = try metadata(topics: [])
        var all: [BrokerConnection] = []
        for node in brokers.keys.sorted() { all.append(try connection(to: node)) }
        return all
    }
}
