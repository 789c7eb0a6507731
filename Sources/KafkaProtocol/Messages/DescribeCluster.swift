/// Asks for the brokers of the cluster (`DescribeClusterRequest.json`, 0–1).
public struct DescribeClusterRequest: KafkaRequest {
    public typealias Response = DescribeClusterResponse
    public static let api = APIKey.describeCluster

    public var includeAuthorizedOperations = false
    /// 1 brokers, 2 controllers.
    public var endpointType: Int8 = 1

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.bool(&includeAuthorizedOperations)
        if coder.version >= 1 { try coder.int8(&endpointType) }
    }
}

/// `DescribeClusterResponse.json`, 0–1.
public struct DescribeClusterResponse: KafkaStructure {
    public var throttleMilliseconds: Int32 = 0
    public var errorCode = ErrorCode.none
    public var errorMessage: String?
    public var endpointType: Int8 = 1
    public var clusterID = ""
    public var controllerID: Int32 = -1
    public var brokers: [DescribedBroker] = []
    public var authorizedOperations: Int32 = Int32.min

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.int32(&throttleMilliseconds)
        try coder.errorCode(&errorCode)
        try coder.nullableString(&errorMessage)
        if coder.version >= 1 { try coder.int8(&endpointType) }
        try coder.string(&clusterID)
        try coder.int32(&controllerID)
        try coder.array(&brokers)
        try coder.int32(&authorizedOperations)
    }
}

/// Where a broker is reached.
public struct DescribedBroker: KafkaStructure {
    public var nodeID: Int32 = 0
    public var host = ""
    public var port: Int32 = 0
    public var rack: String?

    public init() {}

    public mutating func code<Coder: KafkaCoder & ~Copyable>(_ coder: inout Coder) throws(KafkaProtocolError) {
        try coder.int32(&nodeID)
        try coder.string(&host)
        try coder.int32(&port)
        try coder.nullableString(&rack)
    }
}
