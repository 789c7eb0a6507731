import Access
import CommitLog
import KafkaProtocol

extension Broker {
    /// The log's number and state of a partition, or why a client cannot have it.
    func partition(
        _ topic: TopicDefinition?,
        index: Int32,
        clientEpoch: Int32,
        mayRead: Bool = true
    ) -> Result<(id: PartitionID, state: PartitionState), PartitionRefusal> {
        guard mayRead else { return .failure(PartitionRefusal(error: .topicAuthorizationFailed)) }
        guard let topic, topic.partitions.indices.contains(Int(index)) else {
            return .failure(PartitionRefusal(error: .unknownTopicOrPartition))
        }
        return partition(.success(topic.partitions[Int(index)]), clientEpoch: clientEpoch)
    }

    /// The same of a partition whose number is known already.
    func partition(
        _ found: Result<PartitionID, PartitionRefusal>,
        clientEpoch: Int32
    ) -> Result<(id: PartitionID, state: PartitionState), PartitionRefusal> {
        let id: PartitionID
        switch found {
        case .failure(let refusal): return .failure(refusal)
        case .success(let known): id = known
        }
        guard let state = log.partitionState(id) else {
            return .failure(PartitionRefusal(error: .unknownTopicOrPartition))
        }
        // −1: the client does not track epochs.
        if clientEpoch >= 0, clientEpoch != state.leaderEpoch {
            return .failure(
                PartitionRefusal(error: clientEpoch < state.leaderEpoch ? .fencedLeaderEpoch : .unknownLeaderEpoch)
            )
        }
        return .success((id, state))
    }

    func listOffsets(_ request: ListOffsetsRequest, _ principal: Principal) -> ListOffsetsResponse {
        ListOffsetsResponse {
            $0.topics = request.topics.map { asked in
                let topic = log.topic(named: asked.name)
                let mayRead = principal.mayRead(asked.name)
                return ListedOffsetsTopic {
                    $0.name = asked.name
                    $0.partitions = asked.partitions.map { listOffset($0, topic: topic, mayRead: mayRead) }
                }
            }
        }
    }

    private func listOffset(
        _ asked: ListOffsetsPartition,
        topic: TopicDefinition?,
        mayRead: Bool
    ) -> ListedOffset {
        var answer = ListedOffset { $0.index = asked.index }
        switch partition(
            topic, index: asked.index, clientEpoch: asked.currentLeaderEpoch, mayRead: mayRead)
        {
        case .failure(let refusal): answer.errorCode = refusal.error
        case .success(let (id, state)):
            answer.leaderEpoch = state.leaderEpoch
            switch asked.timestamp {
            case ListOffsetsTimestamp.latest: answer.offset = state.highWatermark
            case ListOffsetsTimestamp.earliest: answer.offset = state.logStartOffset
            case ListOffsetsTimestamp.maxTimestamp, 0...:
                do throws(CommitLogError) {
                    let found =
                        asked.timestamp == ListOffsetsTimestamp.maxTimestamp
                        ? try recordWithMaxTimestamp(partition: id)
                        : try firstRecord(partition: id, atOrAfter: asked.timestamp)
                    if let found { (answer.offset, answer.timestamp) = (found.offset, found.timestamp) }
                } catch {
                    readFailures.report("searching \(topic?.name ?? "")-\(asked.index) by time", error)
                    answer.errorCode = .storageError
                }
            default: answer.errorCode = .invalidRequest
            }
        }
        return answer
    }

    func offsetForLeaderEpoch(
        _ request: OffsetForLeaderEpochRequest,
        _ principal: Principal
    ) -> OffsetForLeaderEpochResponse {
        OffsetForLeaderEpochResponse {
            $0.topics = request.topics.map { asked in
                let topic = log.topic(named: asked.name)
                let mayRead = principal.mayRead(asked.name)
                return LeaderEpochEndTopic {
                    $0.name = asked.name
                    $0.partitions = asked.partitions.map { partition in
                        leaderEpochEnd(partition, topic: topic, mayRead: mayRead)
                    }
                }
            }
        }
    }

    private func leaderEpochEnd(
        _ asked: LeaderEpochPartition,
        topic: TopicDefinition?,
        mayRead: Bool
    ) -> LeaderEpochEnd {
        var answer = LeaderEpochEnd { $0.index = asked.index }
        switch partition(
            topic, index: asked.index, clientEpoch: asked.currentLeaderEpoch, mayRead: mayRead)
        {
        case .failure(let refusal): answer.errorCode = refusal.error
        case .success(let (id, state)):
            let epochs = log.leaderEpochs(id)
            if let last = epochs.lastIndex(where: { $0.epoch <= asked.leaderEpoch }) {
                answer.leaderEpoch = epochs[last].epoch
                answer.endOffset = last + 1 < epochs.count ? epochs[last + 1].startOffset : state.highWatermark
            }
        }
        return answer
    }
}

/// Why a client cannot have a partition.
struct PartitionRefusal: Error {
    let error: ErrorCode
}
