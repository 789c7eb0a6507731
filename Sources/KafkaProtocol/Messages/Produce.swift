/// Brings records (`ProduceRequest.json`, 0–9).
public struct ProduceRequest: KafkaRequest {
    public typealias Response = ProduceResponse
    public static let api = APIKey.produce

    public var transactionalID: String?
    /// 0 no answer, 1 or −1 an answer.
    public var acks: Int16 = 0
    public var timeoutMilliseconds: Int32 = 0
    public var topics: [ProduceTopic] = []

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        if coder.version >= 3 { try coder.nullableString(&transactionalID) }
        try coder.int16(&acks)
        try coder.int32(&timeoutMilliseconds)
        try coder.array(&topics)
    }
}

/// Records for one topic.
public struct ProduceTopic: KafkaStructure {
    public var name = ""
    public var partitions: [ProducePartition] = []

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.string(&name)
        try coder.array(&partitions)
    }
}

/// Records for one partition.
public struct ProducePartition: KafkaStructure {
    public var index: Int32 = 0
    public var records = RecordSet.empty

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.int32(&index)
        try coder.records(&records)
    }
}

/// `ProduceResponse.json`, 0–9.
public struct ProduceResponse: KafkaStructure {
    public var topics: [ProducedTopic] = []
    public var throttleMilliseconds: Int32 = 0

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.array(&topics)
        if coder.version >= 1 { try coder.int32(&throttleMilliseconds) }
    }
}

/// Answers for one topic.
public struct ProducedTopic: KafkaStructure {
    public var name = ""
    public var partitions: [ProducedPartition] = []

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.string(&name)
        try coder.array(&partitions)
    }
}

/// How the append to one partition went.
public struct ProducedPartition: KafkaStructure {
    public var index: Int32 = 0
    public var errorCode = ErrorCode.none
    public var baseOffset: Int64 = -1
    public var logAppendTime: Int64 = -1
    public var logStartOffset: Int64 = -1
    public var recordErrors: [ProduceRecordError] = []
    public var errorMessage: String?

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.int32(&index)
        try coder.errorCode(&errorCode)
        try coder.int64(&baseOffset)
        if coder.version >= 2 { try coder.int64(&logAppendTime) }
        if coder.version >= 5 { try coder.int64(&logStartOffset) }
        if coder.version >= 8 { try coder.array(&recordErrors) }
        if coder.version >= 8 { try coder.nullableString(&errorMessage) }
    }
}

/// Why one record was refused.
public struct ProduceRecordError: KafkaStructure {
    public var batchIndex: Int32 = 0
    public var message: String?

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.int32(&batchIndex)
        try coder.nullableString(&message)
    }
}
