/// Enters a consumer group, or a new generation of it (`JoinGroupRequest.json`, 0–7).
public struct JoinGroupRequest: KafkaRequest {
    public typealias Response = JoinGroupResponse
    public static let api = APIKey.joinGroup

    public var groupID = ""
    public var sessionTimeoutMilliseconds: Int32 = 0
    public var rebalanceTimeoutMilliseconds: Int32 = -1
    /// Empty at the first join.
    public var memberID = ""
    public var groupInstanceID: String?
    public var protocolType = ""
    public var protocols: [JoinGroupProtocol] = []

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.string(&groupID)
        try coder.int32(&sessionTimeoutMilliseconds)
        if coder.version >= 1 { try coder.int32(&rebalanceTimeoutMilliseconds) }
        try coder.string(&memberID)
        if coder.version >= 5 { try coder.nullableString(&groupInstanceID) }
        try coder.string(&protocolType)
        try coder.array(&protocols)
    }
}

/// An assignment strategy that the member knows, most wanted first, with what it tells the leader.
public struct JoinGroupProtocol: KafkaStructure {
    public var name = ""
    public var metadata: [UInt8] = []

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.string(&name)
        try coder.bytes(&metadata)
    }
}

/// `JoinGroupResponse.json`, 0–7.
public struct JoinGroupResponse: KafkaStructure {
    public var throttleMilliseconds: Int32 = 0
    public var errorCode = ErrorCode.none
    public var generationID: Int32 = -1
    public var protocolType: String?
    /// Strategy chosen; nil is written as empty text before version 7.
    public var protocolName: String?
    public var leader = ""
    public var memberID = ""
    /// All members for the leader, none for the others.
    public var members: [JoinGroupMember] = []

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        if coder.version >= 2 { try coder.int32(&throttleMilliseconds) }
        try coder.errorCode(&errorCode)
        try coder.int32(&generationID)
        if coder.version >= 7 { try coder.nullableString(&protocolType) }
        if coder.version >= 7 {
            try coder.nullableString(&protocolName)
        } else {
            var name = protocolName ?? ""
            try coder.string(&name)
            protocolName = name
        }
        try coder.string(&leader)
        try coder.string(&memberID)
        try coder.array(&members)
    }
}

/// What the leader is told of one member.
public struct JoinGroupMember: KafkaStructure {
    public var memberID = ""
    public var groupInstanceID: String?
    public var metadata: [UInt8] = []

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.string(&memberID)
        if coder.version >= 5 { try coder.nullableString(&groupInstanceID) }
        try coder.bytes(&metadata)
    }
}
