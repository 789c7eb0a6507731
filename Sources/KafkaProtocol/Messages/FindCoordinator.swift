/// Asks which broker coordinates groups (`FindCoordinatorRequest.json`, 0–4).
public struct FindCoordinatorRequest: KafkaRequest {
    public typealias Response = FindCoordinatorResponse
    public static let api = APIKey.findCoordinator

    public var key = ""
    /// 0 consumer group, 1 transaction.
    public var keyType: Int8 = 0
    public var keys: [String] = []

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        if coder.version <= 3 { try coder.string(&key) }
        if coder.version >= 1 { try coder.int8(&keyType) }
        if coder.version >= 4 { try coder.stringArray(&keys) }
    }
}

/// `FindCoordinatorResponse.json`, 0–4: one answer up to version 3, a list from 4 on.
public struct FindCoordinatorResponse: KafkaStructure {
    public var throttleMilliseconds: Int32 = 0
    public var errorCode = ErrorCode.none
    public var errorMessage: String?
    public var nodeID: Int32 = 0
    public var host = ""
    public var port: Int32 = 0
    public var coordinators: [Coordinator] = []

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        if coder.version >= 1 { try coder.int32(&throttleMilliseconds) }
        if coder.version <= 3 { try coder.errorCode(&errorCode) }
        if 1...3 ~= coder.version { try coder.nullableString(&errorMessage) }
        if coder.version <= 3 { try coder.int32(&nodeID) }
        if coder.version <= 3 { try coder.string(&host) }
        if coder.version <= 3 { try coder.int32(&port) }
        if coder.version >= 4 { try coder.array(&coordinators) }
    }
}

/// The broker that coordinates one group.
public struct Coordinator: KafkaStructure {
    public var key = ""
    public var nodeID: Int32 = 0
    public var host = ""
    public var port: Int32 = 0
    public var errorCode = ErrorCode.none
    public var errorMessage: String?

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.string(&key)
        try coder.int32(&nodeID)
        try coder.string(&host)
        try coder.int32(&port)
        try coder.errorCode(&errorCode)
        try coder.nullableString(&errorMessage)
    }
}
