/// Asks for offsets by time (`ListOffsetsRequest.json`, 1–7).
public struct ListOffsetsRequest: KafkaRequest {
    public typealias Response = ListOffsetsResponse
    public static let api = APIKey.listOffsets

    public var replicaID: Int32 = -1
    public var isolationLevel: Int8 = 0
    public var topics: [ListOffsetsTopic] = []

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.int32(&replicaID)
        if coder.version >= 2 { try coder.int8(&isolationLevel) }
        try coder.array(&topics)
    }
}

/// Partitions of one topic.
public struct ListOffsetsTopic: KafkaStructure {
    public var name = ""
    public var partitions: [ListOffsetsPartition] = []

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.string(&name)
        try coder.array(&partitions)
    }
}

/// One partition and the time asked about.
public struct ListOffsetsPartition: KafkaStructure {
    public var index: Int32 = 0
    public var currentLeaderEpoch: Int32 = -1
    /// Milliseconds since 1970, or one of `ListOffsetsTimestamp`.
    public var timestamp: Int64 = 0

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.int32(&index)
        if coder.version >= 4 { try coder.int32(&currentLeaderEpoch) }
        try coder.int64(&timestamp)
    }
}

/// `ListOffsetsResponse.json`, 1–7.
public struct ListOffsetsResponse: KafkaStructure {
    public var throttleMilliseconds: Int32 = 0
    public var topics: [ListedOffsetsTopic] = []

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        if coder.version >= 2 { try coder.int32(&throttleMilliseconds) }
        try coder.array(&topics)
    }
}

/// Answers for one topic.
public struct ListedOffsetsTopic: KafkaStructure {
    public var name = ""
    public var partitions: [ListedOffset] = []

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.string(&name)
        try coder.array(&partitions)
    }
}

/// The first offset at or after the time asked about; −1 when there is none.
public struct ListedOffset: KafkaStructure {
    public var index: Int32 = 0
    public var errorCode = ErrorCode.none
    public var timestamp: Int64 = -1
    public var offset: Int64 = -1
    public var leaderEpoch: Int32 = -1

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.int32(&index)
        try coder.errorCode(&errorCode)
        try coder.int64(&timestamp)
        try coder.int64(&offset)
        if coder.version >= 4 { try coder.int32(&leaderEpoch) }
    }
}
