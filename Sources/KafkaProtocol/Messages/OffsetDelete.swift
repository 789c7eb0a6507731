/// Forgets what a group committed for some partitions (`OffsetDeleteRequest.json`, 0).
public struct OffsetDeleteRequest: KafkaRequest {
    public typealias Response = OffsetDeleteResponse
    public static let api = APIKey.offsetDelete

    public var groupID = ""
    public var topics: [OffsetDeleteTopic] = []

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.string(&groupID)
        try coder.array(&topics)
    }
}

/// Partitions of one topic. On the wire each is a structure of its index alone, which in the one version of this API
/// (classic) is the same as a plain list.
public struct OffsetDeleteTopic: KafkaStructure {
    public var name = ""
    public var partitions: [Int32] = []

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.string(&name)
        try coder.int32Array(&partitions)
    }
}

/// `OffsetDeleteResponse.json`, 0: the error stands before the throttle time here.
public struct OffsetDeleteResponse: KafkaStructure {
    /// For the whole group: `groupIDNotFound`, `nonEmptyGroup` (of a group that is no consumer group).
    public var errorCode = ErrorCode.none
    public var throttleMilliseconds: Int32 = 0
    public var topics: [OffsetDeletedTopic] = []

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.errorCode(&errorCode)
        try coder.int32(&throttleMilliseconds)
        try coder.array(&topics)
    }
}

/// Answers for one topic.
public struct OffsetDeletedTopic: KafkaStructure {
    public var name = ""
    public var partitions: [OffsetDeletedPartition] = []

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.string(&name)
        try coder.array(&partitions)
    }
}

/// How the deletion for one partition went; `groupSubscribedToTopic` while a member reads the topic.
public struct OffsetDeletedPartition: KafkaStructure {
    public var index: Int32 = 0
    public var errorCode = ErrorCode.none

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.int32(&index)
        try coder.errorCode(&errorCode)
    }
}
