/// Creates topics (`CreateTopicsRequest.json`, 2–7).
public struct CreateTopicsRequest: KafkaRequest {
    public typealias Response = CreateTopicsResponse
    public static let api = APIKey.createTopics

    public var topics: [CreatableTopic] = []
    public var timeoutMilliseconds: Int32 = 60_000
    /// Check only, create nothing.
    public var validateOnly = false

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.array(&topics)
        try coder.int32(&timeoutMilliseconds)
        try coder.bool(&validateOnly)
    }
}

/// One topic to be created.
public struct CreatableTopic: KafkaStructure {
    public var name = ""
    /// −1 takes the broker's default, or what `assignments` says.
    public var partitionCount: Int32 = 0
    /// −1 takes the broker's default.
    public var replicationFactor: Int16 = 0
    /// Partitions laid on brokers by hand; empty leaves it to the broker.
    public var assignments: [CreatablePartition] = []
    public var configs: [CreatableConfig] = []

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.string(&name)
        try coder.int32(&partitionCount)
        try coder.int16(&replicationFactor)
        try coder.array(&assignments)
        try coder.array(&configs)
    }
}

/// One partition laid on brokers by hand.
public struct CreatablePartition: KafkaStructure {
    public var index: Int32 = 0
    public var brokerIDs: [Int32] = []

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.int32(&index)
        try coder.int32Array(&brokerIDs)
    }
}

/// A setting of the new topic.
public struct CreatableConfig: KafkaStructure {
    public var name = ""
    public var value: String?

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.string(&name)
        try coder.nullableString(&value)
    }
}
