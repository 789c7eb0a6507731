/// Asks for record batches from given offsets on (`FetchRequest.json`, 4–12).
public struct FetchRequest: KafkaRequest {
    public typealias Response = FetchResponse
    public static let api = APIKey.fetch

    /// Follower's node id; consumers send −1.
    public var replicaID: Int32 = -1
    /// How long the broker may hold the answer back while it has fewer than `bytesMin`.
    public var waitMillisecondsMax: Int32 = 0
    public var bytesMin: Int32 = 0
    public var bytesMax: Int32 = Int32.max
    /// 0 read uncommitted, 1 read committed.
    public var isolationLevel: Int8 = 0
    /// Fetch session (KIP-227); 0 is none.
    public var sessionID: Int32 = 0
    public var sessionEpoch: Int32 = -1
    public var topics: [FetchTopic] = []
    public var forgottenTopics: [ForgottenTopic] = []
    public var rackID = ""

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.int32(&replicaID)
        try coder.int32(&waitMillisecondsMax)
        try coder.int32(&bytesMin)
        try coder.int32(&bytesMax)
        try coder.int8(&isolationLevel)
        if coder.version >= 7 { try coder.int32(&sessionID) }
        if coder.version >= 7 { try coder.int32(&sessionEpoch) }
        try coder.array(&topics)
        if coder.version >= 7 { try coder.array(&forgottenTopics) }
        if coder.version >= 11 { try coder.string(&rackID) }
    }
}

/// Partitions of one topic to fetch from.
public struct FetchTopic: KafkaStructure {
    public var name = ""
    public var partitions: [FetchPartition] = []

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.string(&name)
        try coder.array(&partitions)
    }
}

/// Where to fetch from in one partition.
public struct FetchPartition: KafkaStructure {
    public var index: Int32 = 0
    /// Leader epoch that the client knows; −1 is none, and no check.
    public var currentLeaderEpoch: Int32 = -1
    public var fetchOffset: Int64 = 0
    public var lastFetchedEpoch: Int32 = -1
    /// Start offset of a follower; consumers send −1.
    public var logStartOffset: Int64 = -1
    public var bytesMax: Int32 = 0

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.int32(&index)
        if coder.version >= 9 { try coder.int32(&currentLeaderEpoch) }
        try coder.int64(&fetchOffset)
        if coder.version >= 12 { try coder.int32(&lastFetchedEpoch) }
        if coder.version >= 5 { try coder.int64(&logStartOffset) }
        try coder.int32(&bytesMax)
    }
}

/// Partitions to take out of a fetch session.
public struct ForgottenTopic: KafkaStructure {
    public var name = ""
    public var partitions: [Int32] = []

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.string(&name)
        try coder.int32Array(&partitions)
    }
}
