import KafkaProtocol

/// Something to be done with the request and response type of an API.
protocol MessageVisitor {
    func visit<Request: KafkaRequest>(_: Request.Type) throws
}

extension APIKey {
    /// Calls the visitor with the API's types.
    func visit(_ visitor: some MessageVisitor) throws {
        switch self {
        case .produce: try visitor.visit(ProduceRequest.self)
        case .fetch: try visitor.visit(FetchRequest.self)
        case .listOffsets: try visitor.visit(ListOffsetsRequest.self)
        case .metadata: try visitor.visit(MetadataRequest.self)
        case .offsetCommit: try visitor.visit(OffsetCommitRequest.self)
        case .offsetFetch: try visitor.visit(OffsetFetchRequest.self)
        case .findCoordinator: try visitor.visit(FindCoordinatorRequest.self)
        case .joinGroup: try visitor.visit(JoinGroupRequest.self)
        case .heartbeat: try visitor.visit(HeartbeatRequest.self)
        case .leaveGroup: try visitor.visit(LeaveGroupRequest.self)
        case .syncGroup: try visitor.visit(SyncGroupRequest.self)
        case .describeGroups: try visitor.visit(DescribeGroupsRequest.self)
        case .listGroups: try visitor.visit(ListGroupsRequest.self)
        case .apiVersions: try visitor.visit(APIVersionsRequest.self)
        case .offsetForLeaderEpoch: try visitor.visit(OffsetForLeaderEpochRequest.self)
        case .describeConfigs: try visitor.visit(DescribeConfigsRequest.self)
        case .deleteGroups: try visitor.visit(DeleteGroupsRequest.self)
        case .describeCluster: try visitor.visit(DescribeClusterRequest.self)
        case .offsetDelete: try visitor.visit(OffsetDeleteRequest.self)
        case .initProducerID: try visitor.visit(InitProducerIDRequest.self)
        case .saslHandshake: try visitor.visit(SASLHandshakeRequest.self)
        case .saslAuthenticate: try visitor.visit(SASLAuthenticateRequest.self)
        case .createTopics: try visitor.visit(CreateTopicsRequest.self)
        case .deleteTopics: try visitor.visit(DeleteTopicsRequest.self)
        case .deleteRecords: try visitor.visit(DeleteRecordsRequest.self)
        case .createPartitions: try visitor.visit(CreatePartitionsRequest.self)
        case .alterConfigs: try visitor.visit(AlterConfigsRequest.self)
        case .incrementalAlterConfigs: try visitor.visit(IncrementalAlterConfigsRequest.self)
        }
    }
}

/// Reads a body and writes it again.
func rewritten<Body: KafkaStructure>(
    _: Body.Type,
    _ bytes: [UInt8],
    api: APIKey,
    version: Int16
) throws -> [UInt8] {
    let body: Body = try bytes.withUnsafeBytes { view in
        var reader = KafkaReader(view, version: version, isFlexible: api.isFlexible(version))
        return try reader.body()
    }
    let message = try KafkaWriter.response(body, api: api, version: version, correlationID: 7)
    let headerBytes = api.isFlexible(version) && api != .apiVersions ? 9 : 8
    return Array(message.bytes.dropFirst(headerBytes))
}
