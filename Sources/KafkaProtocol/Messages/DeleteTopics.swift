/// Deletes topics by name (`DeleteTopicsRequest.json`, 1–5; version 6 may name them by id).
public struct DeleteTopicsRequest: KafkaRequest {
    public typealias Response = DeleteTopicsResponse
    public static let api = APIKey.deleteTopics

    public var names: [String] = []
    public var timeoutMilliseconds: Int32 = 0

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.stringArray(&names)
        try coder.int32(&timeoutMilliseconds)
    }
}

/// `DeleteTopicsResponse.json`, 1–5.
public struct DeleteTopicsResponse: KafkaStructure {
    public var throttleMilliseconds: Int32 = 0
    public var results: [DeletedTopic] = []

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.int32(&throttleMilliseconds)
        try coder.array(&results)
    }
}

/// How the deletion of one topic went.
public struct DeletedTopic: KafkaStructure {
    public var name = ""
    public var errorCode = ErrorCode.none
    public var errorMessage: String?

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.string(&name)
        try coder.errorCode(&errorCode)
        if coder.version >= 5 { try coder.nullableString(&errorMessage) }
    }
}
