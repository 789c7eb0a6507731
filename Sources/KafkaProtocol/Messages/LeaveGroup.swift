/// Takes members out of a group (`LeaveGroupRequest.json`, 0–5).
public struct LeaveGroupRequest: KafkaRequest {
    public typealias Response = LeaveGroupResponse
    public static let api = APIKey.leaveGroup

    public var groupID = ""
    public var memberID = ""
    public var members: [LeavingMember] = []

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.string(&groupID)
        if coder.version <= 2 { try coder.string(&memberID) }
        if coder.version >= 3 { try coder.array(&members) }
    }
}

/// One member that leaves.
public struct LeavingMember: KafkaStructure {
    public var memberID = ""
    public var groupInstanceID: String?
    public var reason: String?

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.string(&memberID)
        try coder.nullableString(&groupInstanceID)
        if coder.version >= 5 { try coder.nullableString(&reason) }
    }
}

/// `LeaveGroupResponse.json`, 0–5.
public struct LeaveGroupResponse: KafkaStructure {
    public var throttleMilliseconds: Int32 = 0
    public var errorCode = ErrorCode.none
    public var members: [LeftMember] = []

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        if coder.version >= 1 { try coder.int32(&throttleMilliseconds) }
        try coder.errorCode(&errorCode)
        if coder.version >= 3 { try coder.array(&members) }
    }
}

/// How the leaving of one member went.
public struct LeftMember: KafkaStructure {
    public var memberID = ""
    public var groupInstanceID: String?
    public var errorCode = ErrorCode.none

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.string(&memberID)
        try coder.nullableString(&groupInstanceID)
        try coder.errorCode(&errorCode)
    }
}
