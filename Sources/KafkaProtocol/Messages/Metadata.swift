/// Asks for brokers, topics and partition leaders (`MetadataRequest.json`, 0–12).
public struct MetadataRequest: KafkaRequest {
    public typealias Response = MetadataResponse
    public static let api = APIKey.metadata

    /// Topics asked for; nil is all of them, and so is an empty list in version 0.
    public var topics: [MetadataRequestTopic]?
    public var allowAutoTopicCreation = true
    public var includeClusterAuthorizedOperations = false
    public var includeTopicAuthorizedOperations = false

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.nullableArray(&topics)
        if coder.version >= 4 { try coder.bool(&allowAutoTopicCreation) }
        if 8...10 ~= coder.version { try coder.bool(&includeClusterAuthorizedOperations) }
        if coder.version >= 8 { try coder.bool(&includeTopicAuthorizedOperations) }
    }
}

/// One topic asked for, by id or by name.
public struct MetadataRequestTopic: KafkaStructure {
    public var topicID = KafkaUUID.zero
    public var name: String?

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        if coder.version >= 10 { try coder.uuid(&topicID) }
        try coder.nullableString(&name)
    }
}

/// `MetadataResponse.json`, 0–12.
public struct MetadataResponse: KafkaStructure {
    public var throttleMilliseconds: Int32 = 0
    public var brokers: [MetadataBroker] = []
    public var clusterID: String?
    public var controllerID: Int32 = -1
    public var topics: [MetadataTopic] = []
    public var clusterAuthorizedOperations: Int32 = Int32.min

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        if coder.version >= 3 { try coder.int32(&throttleMilliseconds) }
        try coder.array(&brokers)
        if coder.version >= 2 { try coder.nullableString(&clusterID) }
        if coder.version >= 1 { try coder.int32(&controllerID) }
        try coder.array(&topics)
        if 8...10 ~= coder.version { try coder.int32(&clusterAuthorizedOperations) }
    }
}

/// Where a broker is reached.
public struct MetadataBroker: KafkaStructure {
    public var nodeID: Int32 = 0
    public var host = ""
    public var port: Int32 = 0
    public var rack: String?

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.int32(&nodeID)
        try coder.string(&host)
        try coder.int32(&port)
        if coder.version >= 1 { try coder.nullableString(&rack) }
    }
}

/// One topic, or why it cannot be told of.
public struct MetadataTopic: KafkaStructure {
    public var errorCode = ErrorCode.none
    /// Nil only from version 12, when an unknown id was asked for.
    public var name: String?
    public var topicID = KafkaUUID.zero
    public var isInternal = false
    public var partitions: [MetadataPartition] = []
    public var authorizedOperations: Int32 = Int32.min

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.errorCode(&errorCode)
        try coder.nullableString(&name)
        if coder.version >= 10 { try coder.uuid(&topicID) }
        if coder.version >= 1 { try coder.bool(&isInternal) }
        try coder.array(&partitions)
        if coder.version >= 8 { try coder.int32(&authorizedOperations) }
    }
}

/// One partition and who leads it.
public struct MetadataPartition: KafkaStructure {
    public var errorCode = ErrorCode.none
    public var index: Int32 = 0
    public var leaderID: Int32 = 0
    public var leaderEpoch: Int32 = -1
    public var replicas: [Int32] = []
    public var inSyncReplicas: [Int32] = []
    public var offlineReplicas: [Int32] = []

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.errorCode(&errorCode)
        try coder.int32(&index)
        try coder.int32(&leaderID)
        if coder.version >= 7 { try coder.int32(&leaderEpoch) }
        try coder.int32Array(&replicas)
        try coder.int32Array(&inSyncReplicas)
        if coder.version >= 5 { try coder.int32Array(&offlineReplicas) }
    }
}
