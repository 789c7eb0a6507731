import Access
import CommitLog
import KafkaProtocol

extension Broker {
    func apiVersions(_ request: APIVersionsRequest, _ context: RequestContext) -> APIVersionsResponse {
        context.asker.software.isNamed(request.clientSoftwareName)
        return APIVersionsResponse {
            $0.apis = (APIKey.served + (context.endpoint.asksForLogin ? LoginRequests.apis : [])).map { api in
                SupportedAPI {
                    $0.key = api.rawValue
                    $0.versionMin = api.versions.lowerBound
                    $0.versionMax = api.versions.upperBound
                }
            }
        }
    }

    func metadata(_ request: MetadataRequest, _ context: RequestContext) -> MetadataResponse {
        let asked = context.version == 0 && request.topics?.isEmpty == true ? nil : request.topics
        return MetadataResponse {
            $0.brokers = [
                MetadataBroker {
                    $0.nodeID = Self.nodeID
                    $0.host = context.endpoint.advertisedHost
                    $0.port = context.endpoint.advertisedPort
                }
            ]
            $0.clusterID = log.uuid.description
            $0.controllerID = Self.nodeID
            $0.topics =
                asked.map { $0.map { metadata($0, principal: context.principal) } }
                ?? log.topics().filter { context.principal.mayRead($0.name) }.map(metadata)
        }
    }

    private func metadata(_ asked: MetadataRequestTopic, principal: Principal) -> MetadataTopic {
        if let name = asked.name {
            // Whether there is such a topic is not said to those who may not read it.
            guard principal.mayRead(name) else {
                return MetadataTopic {
                    $0.errorCode = .topicAuthorizationFailed
                    $0.name = name
                }
            }
            guard let topic = log.topic(named: name) else {
                return MetadataTopic {
                    $0.errorCode = .unknownTopicOrPartition
                    $0.name = name
                }
            }
            return metadata(topic)
        }
        let known = log.topics().first { KafkaUUID($0.uuid) == asked.topicID }
        guard let topic = known, principal.mayRead(topic.name) else {
            return MetadataTopic {
                $0.errorCode = .unknownTopicID
                // Written as null only where the version allows it; older versions get an empty name.
                $0.topicID = asked.topicID
            }
        }
        return metadata(topic)
    }

    private func metadata(_ topic: TopicDefinition) -> MetadataTopic {
        MetadataTopic {
            $0.name = topic.name
            $0.topicID = KafkaUUID(topic.uuid)
            $0.partitions = topic.partitions.enumerated().map { index, partition in
                MetadataPartition {
                    $0.index = Int32(index)
                    $0.leaderID = Self.nodeID
                    $0.leaderEpoch = log.partitionState(partition)?.leaderEpoch ?? 0
                    $0.replicas = [Self.nodeID]
                    $0.inSyncReplicas = [Self.nodeID]
                }
            }
        }
    }

    func describeCluster(
        _ request: DescribeClusterRequest,
        _ context: RequestContext
    ) -> DescribeClusterResponse {
        DescribeClusterResponse {
            $0.endpointType = request.endpointType
            $0.clusterID = log.uuid.description
            $0.controllerID = Self.nodeID
            $0.brokers = [
                DescribedBroker {
                    $0.nodeID = Self.nodeID
                    $0.host = context.endpoint.advertisedHost
                    $0.port = context.endpoint.advertisedPort
                }
            ]
        }
    }

    func findCoordinator(_ request: FindCoordinatorRequest, _ context: RequestContext) -> FindCoordinatorResponse {
        let (host, port) = (context.endpoint.advertisedHost, context.endpoint.advertisedPort)
        // There are no transactions here, so nobody coordinates one.
        let error: ErrorCode = request.keyType == 0 ? .none : .coordinatorNotAvailable
        let message = request.keyType == 0 ? nil : "this broker coordinates consumer groups only"
        return FindCoordinatorResponse {
            $0.errorCode = error
            $0.errorMessage = message
            $0.nodeID = Self.nodeID
            $0.host = host
            $0.port = port
            $0.coordinators = request.keys.map { key in
                Coordinator {
                    $0.key = key
                    $0.nodeID = Self.nodeID
                    $0.host = context.endpoint.advertisedHost
                    $0.port = context.endpoint.advertisedPort
                    $0.errorCode = error
                    $0.errorMessage = message
                }
            }
        }
    }
}

extension KafkaUUID {
    init(_ uuid: LogUUID) { self.init(high: uuid.high, low: uuid.low) }
}
