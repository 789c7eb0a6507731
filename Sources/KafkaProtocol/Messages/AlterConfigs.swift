/// Replaces all settings of topics or brokers: what is not named goes back to its default
/// (`AlterConfigsRequest.json`, 0–2).
public struct AlterConfigsRequest: KafkaRequest {
    public typealias Response = AlterConfigsResponse
    public static let api = APIKey.alterConfigs

    public var resources: [AlterConfigsResource] = []
    /// Check only, change nothing.
    public var validateOnly = false

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.array(&resources)
        try coder.bool(&validateOnly)
    }
}

/// The settings that one resource shall have.
public struct AlterConfigsResource: KafkaStructure {
    /// One of `ConfigResourceType`.
    public var type: Int8 = 0
    public var name = ""
    public var configs: [AlterableConfig] = []

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.int8(&type)
        try coder.string(&name)
        try coder.array(&configs)
    }
}

/// One setting.
public struct AlterableConfig: KafkaStructure {
    public var name = ""
    public var value: String?

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.string(&name)
        try coder.nullableString(&value)
    }
}

/// `AlterConfigsResponse.json`, 0–2, and with the same fields `IncrementalAlterConfigsResponse.json`, 0–1.
public struct AlterConfigsResponse: KafkaStructure {
    public var throttleMilliseconds: Int32 = 0
    public var results: [AlteredResource] = []

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.int32(&throttleMilliseconds)
        try coder.array(&results)
    }
}

/// How the change of one resource went.
public struct AlteredResource: KafkaStructure {
    public var errorCode = ErrorCode.none
    public var errorMessage: String?
    public var type: Int8 = 0
    public var name = ""

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.errorCode(&errorCode)
        try coder.nullableString(&errorMessage)
        try coder.int8(&type)
        try coder.string(&name)
    }
}
