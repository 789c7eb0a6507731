import CommitLog
import KafkaProtocol

extension Broker {
    /// Forgets committed offsets of single partitions; answered when that is durable. Members of a running group keep
    /// the topics that they read.
    func offsetDelete(_ request: OffsetDeleteRequest, _ context: RequestContext) {
        guard mayUse(request.groupID, context.principal) else {
            return context.send(OffsetDeleteResponse { $0.errorCode = .groupAuthorizationFailed })
        }
        let running = groups.group(request.groupID)
        let hasOffsets = !log.groupOffsets(request.groupID).isEmpty
        guard running != nil || hasOffsets else {
            return context.send(OffsetDeleteResponse { $0.errorCode = .groupIDNotFound })
        }
        if let running, !running.members.isEmpty, running.protocolType != "consumer" {
            return context.send(OffsetDeleteResponse { $0.errorCode = .nonEmptyGroup })
        }
        var deleted: [PartitionID] = []
        let topics = request.topics.map { asked in
            let topic = log.topic(named: asked.name)
            let isRead = running?.isSubscribed(to: asked.name) ?? false
            return OffsetDeletedTopic {
                $0.name = asked.name
                $0.partitions = asked.partitions.map { index in
                    OffsetDeletedPartition {
                        $0.index = index
                        guard context.principal.mayRead(asked.name) else {
                            $0.errorCode = .topicAuthorizationFailed
                            return
                        }
                        guard let topic, topic.partitions.indices.contains(Int(index)) else {
                            $0.errorCode = .unknownTopicOrPartition
                            return
                        }
                        if isRead {
                            $0.errorCode = .groupSubscribedToTopic
                        } else {
                            deleted.append(topic.partitions[Int(index)])
                        }
                    }
                }
            }
        }
        let response = OffsetDeleteResponse { $0.topics = topics }
        guard hasOffsets, !deleted.isEmpty else { return context.send(response) }
        log.deleteOffsets(group: request.groupID, partitions: deleted) { result in
            guard case .failure(let error) = result else { return context.send(response) }
            context.send(OffsetDeleteResponse { $0.errorCode = self.code(for: error, of: request.groupID) })
        }
    }
}
