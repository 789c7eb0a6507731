/// Stores how far a group has read (`OffsetCommitRequest.json`, 2–8).
public struct OffsetCommitRequest: KafkaRequest {
    public typealias Response = OffsetCommitResponse
    public static let api = APIKey.offsetCommit

    public var groupID = ""
    /// −1 with an empty member id: a commit from outside the group.
    public var generationID: Int32 = -1
    public var memberID = ""
    public var groupInstanceID: String?
    public var retentionMilliseconds: Int64 = -1
    public var topics: [OffsetCommitTopic] = []

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.string(&groupID)
        try coder.int32(&generationID)
        try coder.string(&memberID)
        if coder.version >= 7 { try coder.nullableString(&groupInstanceID) }
        if 2...4 ~= coder.version { try coder.int64(&retentionMilliseconds) }
        try coder.array(&topics)
    }
}

/// Partitions of one topic.
public struct OffsetCommitTopic: KafkaStructure {
    public var name = ""
    public var partitions: [OffsetCommitPartition] = []

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.string(&name)
        try coder.array(&partitions)
    }
}

/// The next offset to read, and a text of the client's own that comes back with it.
public struct OffsetCommitPartition: KafkaStructure {
    public var index: Int32 = 0
    public var committedOffset: Int64 = 0
    public var committedLeaderEpoch: Int32 = -1
    public var metadata: String?

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.int32(&index)
        try coder.int64(&committedOffset)
        if coder.version >= 6 { try coder.int32(&committedLeaderEpoch) }
        try coder.nullableString(&metadata)
    }
}

/// `OffsetCommitResponse.json`, 2–8.
public struct OffsetCommitResponse: KafkaStructure {
    public var throttleMilliseconds: Int32 = 0
    public var topics: [OffsetCommittedTopic] = []

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        if coder.version >= 3 { try coder.int32(&throttleMilliseconds) }
        try coder.array(&topics)
    }
}

/// Answers for one topic.
public struct OffsetCommittedTopic: KafkaStructure {
    public var name = ""
    public var partitions: [OffsetCommittedPartition] = []

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.string(&name)
        try coder.array(&partitions)
    }
}

/// How the commit of one partition went.
public struct OffsetCommittedPartition: KafkaStructure {
    public var index: Int32 = 0
    public var errorCode = ErrorCode.none

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.int32(&index)
        try coder.errorCode(&errorCode)
    }
}
