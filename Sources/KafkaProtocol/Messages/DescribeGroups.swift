/// Asks for state and members of groups (`DescribeGroupsRequest.json`, 0–5).
public struct DescribeGroupsRequest: KafkaRequest {
    public typealias Response = DescribeGroupsResponse
    public static let api = APIKey.describeGroups

    public var groups: [String] = []
    public var includeAuthorizedOperations = false

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.stringArray(&groups)
        if coder.version >= 3 { try coder.bool(&includeAuthorizedOperations) }
    }
}

/// `DescribeGroupsResponse.json`, 0–5.
public struct DescribeGroupsResponse: KafkaStructure {
    public var throttleMilliseconds: Int32 = 0
    public var groups: [DescribedGroup] = []

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        if coder.version >= 1 { try coder.int32(&throttleMilliseconds) }
        try coder.array(&groups)
    }
}

/// One group; an unknown one is in state `Dead`.
public struct DescribedGroup: KafkaStructure {
    public var errorCode = ErrorCode.none
    public var groupID = ""
    public var state = ""
    public var protocolType = ""
    /// Assignment strategy in use.
    public var protocolName = ""
    public var members: [DescribedMember] = []
    public var authorizedOperations: Int32 = Int32.min

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.errorCode(&errorCode)
        try coder.string(&groupID)
        try coder.string(&state)
        try coder.string(&protocolType)
        try coder.string(&protocolName)
        try coder.array(&members)
        if coder.version >= 3 { try coder.int32(&authorizedOperations) }
    }
}

/// One member of a group.
public struct DescribedMember: KafkaStructure {
    public var memberID = ""
    public var groupInstanceID: String?
    public var clientID = ""
    public var clientHost = ""
    public var metadata: [UInt8] = []
    public var assignment: [UInt8] = []

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.string(&memberID)
        if coder.version >= 4 { try coder.nullableString(&groupInstanceID) }
        try coder.string(&clientID)
        try coder.string(&clientHost)
        try coder.bytes(&metadata)
        try coder.bytes(&assignment)
    }
}
