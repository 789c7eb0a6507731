/// `DescribeConfigsResponse.json`, 1–4.
public struct DescribeConfigsResponse: KafkaStructure {
    public var throttleMilliseconds: Int32 = 0
    public var results: [DescribedResource] = []

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.int32(&throttleMilliseconds)
        try coder.array(&results)
    }
}

/// The settings of one resource.
public struct DescribedResource: KafkaStructure {
    public var errorCode = ErrorCode.none
    public var errorMessage: String?
    public var type: Int8 = 0
    public var name = ""
    public var entries: [ConfigEntry] = []

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.errorCode(&errorCode)
        try coder.nullableString(&errorMessage)
        try coder.int8(&type)
        try coder.string(&name)
        try coder.array(&entries)
    }
}

/// One setting.
public struct ConfigEntry: KafkaStructure {
    public var name = ""
    public var value: String?
    public var isReadOnly = false
    /// 1 set on the topic, 4 set on the broker, 5 default.
    public var source: Int8 = -1
    public var isSensitive = false
    public var synonyms: [ConfigSynonym] = []
    /// 1 boolean, 2 string, 3 int, 5 long, 7 list.
    public var type: Int8 = 0
    public var documentation: String?

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.string(&name)
        try coder.nullableString(&value)
        try coder.bool(&isReadOnly)
        try coder.int8(&source)
        try coder.bool(&isSensitive)
        try coder.array(&synonyms)
        if coder.version >= 3 { try coder.int8(&type) }
        if coder.version >= 3 { try coder.nullableString(&documentation) }
    }
}

/// Where else the value of a setting could come from.
public struct ConfigSynonym: KafkaStructure {
    public var name = ""
    public var value: String?
    public var source: Int8 = 0

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.string(&name)
        try coder.nullableString(&value)
        try coder.int8(&source)
    }
}
