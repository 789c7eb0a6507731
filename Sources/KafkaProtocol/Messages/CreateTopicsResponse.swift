/// `CreateTopicsResponse.json`, 2–7.
public struct CreateTopicsResponse: KafkaStructure {
    public var throttleMilliseconds: Int32 = 0
    public var topics: [CreatedTopic] = []

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.int32(&throttleMilliseconds)
        try coder.array(&topics)
    }
}

/// How the creation of one topic went, and what it is like (from version 5).
public struct CreatedTopic: KafkaStructure {
    public var name = ""
    public var topicID = KafkaUUID.zero
    public var errorCode = ErrorCode.none
    public var errorMessage: String?
    public var partitionCount: Int32 = -1
    public var replicationFactor: Int16 = -1
    /// Nil withholds the settings.
    public var configs: [CreatedConfig]?

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.string(&name)
        if coder.version >= 7 { try coder.uuid(&topicID) }
        try coder.errorCode(&errorCode)
        try coder.nullableString(&errorMessage)
        if coder.version >= 5 { try coder.int32(&partitionCount) }
        if coder.version >= 5 { try coder.int16(&replicationFactor) }
        if coder.version >= 5 { try coder.nullableArray(&configs) }
    }
}

/// A setting of a topic that was created.
public struct CreatedConfig: KafkaStructure {
    public var name = ""
    public var value: String?
    public var isReadOnly = false
    /// One of `ConfigSource`.
    public var source: Int8 = -1
    public var isSensitive = false

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.string(&name)
        try coder.nullableString(&value)
        try coder.bool(&isReadOnly)
        try coder.int8(&source)
        try coder.bool(&isSensitive)
    }
}
