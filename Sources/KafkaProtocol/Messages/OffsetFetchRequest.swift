/// Asks how far groups have read (`OffsetFetchRequest.json`, 1–8).
public struct OffsetFetchRequest: KafkaRequest {
    public typealias Response = OffsetFetchResponse
    public static let api = APIKey.offsetFetch

    public var groupID = ""
    /// Nil is everything that the group has committed (from version 2).
    public var topics: [OffsetFetchTopic]?
    public var groups: [OffsetFetchGroup] = []
    public var requireStable = false

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        if coder.version <= 7 { try coder.string(&groupID) }
        if coder.version <= 7 { try coder.nullableArray(&topics) }
        if coder.version >= 8 { try coder.array(&groups) }
        if coder.version >= 7 { try coder.bool(&requireStable) }
    }
}

/// One group asked about (version 8).
public struct OffsetFetchGroup: KafkaStructure {
    public var groupID = ""
    /// Nil is everything that the group has committed.
    public var topics: [OffsetFetchTopic]?

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.string(&groupID)
        try coder.nullableArray(&topics)
    }
}

/// Partitions of one topic.
public struct OffsetFetchTopic: KafkaStructure {
    public var name = ""
    public var partitions: [Int32] = []

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.string(&name)
        try coder.int32Array(&partitions)
    }
}
