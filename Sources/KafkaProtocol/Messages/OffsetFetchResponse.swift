/// `OffsetFetchResponse.json`, 1–8: one group up to version 7, a list from 8 on.
public struct OffsetFetchResponse: KafkaStructure {
    public var throttleMilliseconds: Int32 = 0
    public var topics: [OffsetFetchedTopic] = []
    public var errorCode = ErrorCode.none
    public var groups: [OffsetFetchedGroup] = []

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        if coder.version >= 3 { try coder.int32(&throttleMilliseconds) }
        if coder.version <= 7 { try coder.array(&topics) }
        if 2...7 ~= coder.version { try coder.errorCode(&errorCode) }
        if coder.version >= 8 { try coder.array(&groups) }
    }
}

/// What one group has committed.
public struct OffsetFetchedGroup: KafkaStructure {
    public var groupID = ""
    public var topics: [OffsetFetchedTopic] = []
    public var errorCode = ErrorCode.none

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.string(&groupID)
        try coder.array(&topics)
        try coder.errorCode(&errorCode)
    }
}

/// What was committed for one topic.
public struct OffsetFetchedTopic: KafkaStructure {
    public var name = ""
    public var partitions: [OffsetFetchedPartition] = []

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.string(&name)
        try coder.array(&partitions)
    }
}

/// What was committed for one partition; offset −1 is nothing.
public struct OffsetFetchedPartition: KafkaStructure {
    public var index: Int32 = 0
    public var committedOffset: Int64 = -1
    public var committedLeaderEpoch: Int32 = -1
    public var metadata: String?
    public var errorCode = ErrorCode.none

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.int32(&index)
        try coder.int64(&committedOffset)
        if coder.version >= 5 { try coder.int32(&committedLeaderEpoch) }
        try coder.nullableString(&metadata)
        try coder.errorCode(&errorCode)
    }
}
