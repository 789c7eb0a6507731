/// Changes single settings of topics or brokers and leaves the others
/// (`IncrementalAlterConfigsRequest.json`, 0–1).
public struct IncrementalAlterConfigsRequest: KafkaRequest {
    public typealias Response = AlterConfigsResponse
    public static let api = APIKey.incrementalAlterConfigs

    public var resources: [IncrementalAlterConfigsResource] = []
    /// Check only, change nothing.
    public var validateOnly = false

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.array(&resources)
        try coder.bool(&validateOnly)
    }
}

/// What shall change in one resource.
public struct IncrementalAlterConfigsResource: KafkaStructure {
    /// One of `ConfigResourceType`.
    public var type: Int8 = 0
    public var name = ""
    public var changes: [ConfigChange] = []

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.int8(&type)
        try coder.string(&name)
        try coder.array(&changes)
    }
}

/// The change of one setting.
public struct ConfigChange: KafkaStructure {
    public var name = ""
    /// One of `ConfigOperation`.
    public var operation: Int8 = 0
    public var value: String?

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.string(&name)
        try coder.int8(&operation)
        try coder.nullableString(&value)
    }
}
