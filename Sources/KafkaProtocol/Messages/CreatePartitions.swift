/// Gives topics more partitions (`CreatePartitionsRequest.json`, 0–3).
public struct CreatePartitionsRequest: KafkaRequest {
    public typealias Response = CreatePartitionsResponse
    public static let api = APIKey.createPartitions

    public var topics: [CreatePartitionsTopic] = []
    public var timeoutMilliseconds: Int32 = 0
    /// Check only, create nothing.
    public var validateOnly = false

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.array(&topics)
        try coder.int32(&timeoutMilliseconds)
        try coder.bool(&validateOnly)
    }
}

/// One topic and how many partitions it shall have.
public struct CreatePartitionsTopic: KafkaStructure {
    public var name = ""
    public var count: Int32 = 0
    /// Brokers of the new partitions; nil leaves it to the broker.
    public var assignments: [CreatePartitionsAssignment]?

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.string(&name)
        try coder.int32(&count)
        try coder.nullableArray(&assignments)
    }
}

/// The brokers of one new partition.
public struct CreatePartitionsAssignment: KafkaStructure {
    public var brokerIDs: [Int32] = []

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.int32Array(&brokerIDs)
    }
}

/// `CreatePartitionsResponse.json`, 0–3.
public struct CreatePartitionsResponse: KafkaStructure {
    public var throttleMilliseconds: Int32 = 0
    public var results: [CreatedPartitionsTopic] = []

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.int32(&throttleMilliseconds)
        try coder.array(&results)
    }
}

/// How it went for one topic.
public struct CreatedPartitionsTopic: KafkaStructure {
    public var name = ""
    public var errorCode = ErrorCode.none
    public var errorMessage: String?

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.string(&name)
        try coder.errorCode(&errorCode)
        try coder.nullableString(&errorMessage)
    }
}
