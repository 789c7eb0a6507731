/// Hands the leader's assignments in and gets one's own (`SyncGroupRequest.json`, 0–5).
public struct SyncGroupRequest: KafkaRequest {
    public typealias Response = SyncGroupResponse
    public static let api = APIKey.syncGroup

    public var groupID = ""
    public var generationID: Int32 = 0
    public var memberID = ""
    public var groupInstanceID: String?
    public var protocolType: String?
    public var protocolName: String?
    /// From the leader only.
    public var assignments: [SyncGroupAssignment] = []

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.string(&groupID)
        try coder.int32(&generationID)
        try coder.string(&memberID)
        if coder.version >= 3 { try coder.nullableString(&groupInstanceID) }
        if coder.version >= 5 { try coder.nullableString(&protocolType) }
        if coder.version >= 5 { try coder.nullableString(&protocolName) }
        try coder.array(&assignments)
    }
}

/// The assignment of one member, opaque to the broker.
public struct SyncGroupAssignment: KafkaStructure {
    public var memberID = ""
    public var assignment: [UInt8] = []

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.string(&memberID)
        try coder.bytes(&assignment)
    }
}

/// `SyncGroupResponse.json`, 0–5.
public struct SyncGroupResponse: KafkaStructure {
    public var throttleMilliseconds: Int32 = 0
    public var errorCode = ErrorCode.none
    public var protocolType: String?
    public var protocolName: String?
    public var assignment: [UInt8] = []

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        if coder.version >= 1 { try coder.int32(&throttleMilliseconds) }
        try coder.errorCode(&errorCode)
        if coder.version >= 5 { try coder.nullableString(&protocolType) }
        if coder.version >= 5 { try coder.nullableString(&protocolName) }
        try coder.bytes(&assignment)
    }
}
