import Access
import CommitLog
import KafkaProtocol

extension Broker {
    /// Answered after the offsets are durable: a client that was told "committed" does not get the records again.
    func offsetCommit(_ request: OffsetCommitRequest, _ context: RequestContext) {
        var refusal =
            mayUse(request.groupID, context.principal)
            ? groups.checkCommit(request) : ErrorCode.groupAuthorizationFailed
        if refusal.isSuccess, log.groupCount >= options.groups.offsetGroupsMax, !log.hasGroup(request.groupID) {
            refusal = .groupMaxSizeReached
        }
        var offsets: [GroupOffset] = []
        var response = OffsetCommitResponse()
        for asked in request.topics {
            let mayRead = context.principal.mayRead(asked.name)
            let topic = log.topic(named: asked.name)
            response.topics.append(
                OffsetCommittedTopic {
                    $0.name = asked.name
                    $0.partitions = asked.partitions.map { partition in
                        let (error, offset) =
                            mayRead ? check(partition, topic: topic) : (.topicAuthorizationFailed, nil)
                        if let offset { offsets.append(offset) }
                        return OffsetCommittedPartition {
                            $0.index = partition.index
                            $0.errorCode = refusal.isSuccess ? error : refusal
                        }
                    }
                }
            )
        }
        guard refusal.isSuccess, !offsets.isEmpty else { return context.send(response) }
        let checked = response
        log.commitOffsets(group: request.groupID, entries: offsets) { result in
            switch result {
            case .success: context.send(checked)
            case .failure(let error):
                context.send(checked.failed(self.code(for: error, of: request.groupID)))
            }
        }
    }

    private func check(
        _ asked: OffsetCommitPartition,
        topic: TopicDefinition?
    ) -> (error: ErrorCode, offset: GroupOffset?) {
        guard let topic, topic.partitions.indices.contains(Int(asked.index)) else {
            return (.unknownTopicOrPartition, nil)
        }
        let metadata = asked.metadata ?? ""
        guard metadata.utf8.count <= options.offsetMetadataBytesMax else { return (.offsetMetadataTooLarge, nil) }
        return (
            .none,
            GroupOffset(
                partition: topic.partitions[Int(asked.index)],
                offset: asked.committedOffset,
                leaderEpoch: asked.committedLeaderEpoch,
                metadata: metadata
            )
        )
    }

    func offsetFetch(_ request: OffsetFetchRequest, _ context: RequestContext) -> OffsetFetchResponse {
        OffsetFetchResponse {
            if context.version >= 8 {
                $0.groups = request.groups.map { group in
                    OffsetFetchedGroup {
                        $0.groupID = group.groupID
                        $0.topics = committed(by: group.groupID, topics: group.topics, context.principal)
                    }
                }
            } else {
                $0.topics = committed(by: request.groupID, topics: request.topics, context.principal)
            }
        }
    }

    private func committed(
        by group: String,
        topics: [OffsetFetchTopic]?,
        _ principal: Principal
    ) -> [OffsetFetchedTopic] {
        let offsets = Dictionary(log.groupOffsets(group).map { ($0.partition, $0) }) { $1 }
        guard let topics else { return everything(in: offsets).filter { principal.mayRead($0.name) } }
        return topics.map { asked in
            let mayRead = principal.mayRead(asked.name)
            let topic = mayRead ? log.topic(named: asked.name) : nil
            return OffsetFetchedTopic {
                $0.name = asked.name
                $0.partitions = asked.partitions.map { index in
                    let id = topic.flatMap {
                        $0.partitions.indices.contains(Int(index)) ? $0.partitions[Int(index)] : nil
                    }
                    var answer = Self.answer(index, id.flatMap { offsets[$0] })
                    if !mayRead { answer.errorCode = .topicAuthorizationFailed }
                    return answer
                }
            }
        }
    }

    private func everything(in offsets: [PartitionID: GroupOffset]) -> [OffsetFetchedTopic] {
        guard !offsets.isEmpty else { return [] }
        return log.topics().compactMap { topic in
            let partitions = topic.partitions.enumerated().compactMap { index, id in
                offsets[id].map { Self.answer(Int32(index), $0) }
            }
            guard !partitions.isEmpty else { return nil }
            return OffsetFetchedTopic {
                $0.name = topic.name
                $0.partitions = partitions
            }
        }
    }

    /// Nothing committed is offset −1, not an error: the client then follows its own reset policy.
    private static func answer(_ index: Int32, _ offset: GroupOffset?) -> OffsetFetchedPartition {
        OffsetFetchedPartition {
            $0.index = index
            $0.metadata = offset?.metadata ?? ""
            guard let offset else { return }
            $0.committedOffset = offset.offset
            $0.committedLeaderEpoch = offset.leaderEpoch
        }
    }
}

extension OffsetCommitResponse {
    /// The same answer with an error wherever there was none.
    fileprivate func failed(_ error: ErrorCode) -> OffsetCommitResponse {
        var response = self
        for topic in response.topics.indices {
            for partition in response.topics[topic].partitions.indices
            where response.topics[topic].partitions[partition].errorCode.isSuccess {
                response.topics[topic].partitions[partition].errorCode = error
            }
        }
        return response
    }
}
