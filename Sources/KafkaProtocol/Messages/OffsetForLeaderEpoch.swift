/// Asks where leader epochs end (`OffsetForLeaderEpochRequest.json`, 2–4).
public struct OffsetForLeaderEpochRequest: KafkaRequest {
    public typealias Response = OffsetForLeaderEpochResponse
    public static let api = APIKey.offsetForLeaderEpoch

    public var replicaID: Int32 = -2
    public var topics: [LeaderEpochTopic] = []

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        if coder.version >= 3 { try coder.int32(&replicaID) }
        try coder.array(&topics)
    }
}

/// Partitions of one topic.
public struct LeaderEpochTopic: KafkaStructure {
    public var name = ""
    public var partitions: [LeaderEpochPartition] = []

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.string(&name)
        try coder.array(&partitions)
    }
}

/// One partition and the epoch asked about.
public struct LeaderEpochPartition: KafkaStructure {
    public var index: Int32 = 0
    public var currentLeaderEpoch: Int32 = -1
    public var leaderEpoch: Int32 = 0

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.int32(&index)
        try coder.int32(&currentLeaderEpoch)
        try coder.int32(&leaderEpoch)
    }
}

/// `OffsetForLeaderEpochResponse.json`, 2–4.
public struct OffsetForLeaderEpochResponse: KafkaStructure {
    public var throttleMilliseconds: Int32 = 0
    public var topics: [LeaderEpochEndTopic] = []

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.int32(&throttleMilliseconds)
        try coder.array(&topics)
    }
}

/// Answers for one topic.
public struct LeaderEpochEndTopic: KafkaStructure {
    public var name = ""
    public var partitions: [LeaderEpochEnd] = []

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.string(&name)
        try coder.array(&partitions)
    }
}

/// The largest epoch not above the one asked about, and the offset after its last record; −1 when unknown.
public struct LeaderEpochEnd: KafkaStructure {
    public var errorCode = ErrorCode.none
    public var index: Int32 = 0
    public var leaderEpoch: Int32 = -1
    public var endOffset: Int64 = -1

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.errorCode(&errorCode)
        try coder.int32(&index)
        try coder.int32(&leaderEpoch)
        try coder.int64(&endOffset)
    }
}
