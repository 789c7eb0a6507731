/// Deletes the oldest records of partitions (`DeleteRecordsRequest.json`, 0–2).
public struct DeleteRecordsRequest: KafkaRequest {
    public typealias Response = DeleteRecordsResponse
    public static let api = APIKey.deleteRecords

    public var topics: [DeleteRecordsTopic] = []
    public var timeoutMilliseconds: Int32 = 0

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.array(&topics)
        try coder.int32(&timeoutMilliseconds)
    }
}

/// Partitions of one topic.
public struct DeleteRecordsTopic: KafkaStructure {
    public var name = ""
    public var partitions: [DeleteRecordsPartition] = []

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.string(&name)
        try coder.array(&partitions)
    }
}

/// One partition and the first offset that stays.
public struct DeleteRecordsPartition: KafkaStructure {
    public static let toHighWatermark: Int64 = -1

    public var index: Int32 = 0
    /// `toHighWatermark` deletes everything that is visible.
    public var offset: Int64 = 0

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.int32(&index)
        try coder.int64(&offset)
    }
}

/// `DeleteRecordsResponse.json`, 0–2.
public struct DeleteRecordsResponse: KafkaStructure {
    public var throttleMilliseconds: Int32 = 0
    public var topics: [DeletedRecordsTopic] = []

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.int32(&throttleMilliseconds)
        try coder.array(&topics)
    }
}

/// Answers for one topic.
public struct DeletedRecordsTopic: KafkaStructure {
    public var name = ""
    public var partitions: [DeletedRecordsPartition] = []

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.string(&name)
        try coder.array(&partitions)
    }
}

/// How the deletion in one partition went.
public struct DeletedRecordsPartition: KafkaStructure {
    public var index: Int32 = 0
    /// The partition's first offset now; −1 with an error.
    public var lowWatermark: Int64 = -1
    public var errorCode = ErrorCode.none

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.int32(&index)
        try coder.int64(&lowWatermark)
        try coder.errorCode(&errorCode)
    }
}
