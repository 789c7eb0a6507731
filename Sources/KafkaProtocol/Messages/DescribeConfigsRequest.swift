/// Asks for settings of topics or brokers (`DescribeConfigsRequest.json`, 1–4).
public struct DescribeConfigsRequest: KafkaRequest {
    public typealias Response = DescribeConfigsResponse
    public static let api = APIKey.describeConfigs

    public var resources: [ConfigResource] = []
    public var includeSynonyms = false
    public var includeDocumentation = false

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.array(&resources)
        try coder.bool(&includeSynonyms)
        if coder.version >= 3 { try coder.bool(&includeDocumentation) }
    }
}

/// One topic (type 2) or broker (type 4).
public struct ConfigResource: KafkaStructure {
    public var type: Int8 = 0
    public var name = ""
    /// Keys wanted; nil is all.
    public var keys: [String]?

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.int8(&type)
        try coder.string(&name)
        try coder.nullableStringArray(&keys)
    }
}
