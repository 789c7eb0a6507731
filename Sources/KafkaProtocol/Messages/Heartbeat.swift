/// Keeps a member in its group (`HeartbeatRequest.json`, 0–4).
public struct HeartbeatRequest: KafkaRequest {
    public typealias Response = HeartbeatResponse
    public static let api = APIKey.heartbeat

    public var groupID = ""
    public var generationID: Int32 = 0
    public var memberID = ""
    public var groupInstanceID: String?

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.string(&groupID)
        try coder.int32(&generationID)
        try coder.string(&memberID)
        if coder.version >= 3 { try coder.nullableString(&groupInstanceID) }
    }
}

/// `HeartbeatResponse.json`, 0–4.
public struct HeartbeatResponse: KafkaStructure {
    public var throttleMilliseconds: Int32 = 0
    public var errorCode = ErrorCode.none

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        if coder.version >= 1 { try coder.int32(&throttleMilliseconds) }
        try coder.errorCode(&errorCode)
    }
}
