/// Forgets groups and what they committed (`DeleteGroupsRequest.json`, 0–2).
public struct DeleteGroupsRequest: KafkaRequest {
    public typealias Response = DeleteGroupsResponse
    public static let api = APIKey.deleteGroups

    public var groups: [String] = []

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.stringArray(&groups)
    }
}

/// `DeleteGroupsResponse.json`, 0–2.
public struct DeleteGroupsResponse: KafkaStructure {
    public var throttleMilliseconds: Int32 = 0
    public var results: [DeletedGroup] = []

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.int32(&throttleMilliseconds)
        try coder.array(&results)
    }
}

/// How the deletion of one group went.
public struct DeletedGroup: KafkaStructure {
    public var groupID = ""
    public var errorCode = ErrorCode.none

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.string(&groupID)
        try coder.errorCode(&errorCode)
    }
}
