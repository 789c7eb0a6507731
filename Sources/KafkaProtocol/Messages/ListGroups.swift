/// Asks for all groups (`ListGroupsRequest.json`, 0–5).
public struct ListGroupsRequest: KafkaRequest {
    public typealias Response = ListGroupsResponse
    public static let api = APIKey.listGroups

    /// States wanted; empty is all.
    public var statesFilter: [String] = []
    /// Types wanted (`classic`, `consumer`); empty is all.
    public var typesFilter: [String] = []

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        if coder.version >= 4 { try coder.stringArray(&statesFilter) }
        if coder.version >= 5 { try coder.stringArray(&typesFilter) }
    }
}

/// `ListGroupsResponse.json`, 0–5.
public struct ListGroupsResponse: KafkaStructure {
    public var throttleMilliseconds: Int32 = 0
    public var errorCode = ErrorCode.none
    public var groups: [ListedGroup] = []

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        if coder.version >= 1 { try coder.int32(&throttleMilliseconds) }
        try coder.errorCode(&errorCode)
        try coder.array(&groups)
    }
}

/// One group.
public struct ListedGroup: KafkaStructure {
    public var groupID = ""
    public var protocolType = ""
    public var state = ""
    public var type = ""

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.string(&groupID)
        try coder.string(&protocolType)
        if coder.version >= 4 { try coder.string(&state) }
        if coder.version >= 5 { try coder.string(&type) }
    }
}
