import CommitLog
import KafkaProtocol

extension Broker {
    /// The log's number and state of a partition, or why a client cannot have it.
    func partition(
        _ topic: TopicDefinition?, index: Int32, clientEpoch: Int32
    ) -> Result<(id: PartitionID, state: PartitionState), PartitionRefusal> {
        guard let topic, topic.partitions.indices.contains(Int(index)) else {
            return .failure(PartitionRefusal(error: .unknownTopicOrPartition))
        }
        let id = topic.partitions[Int(index)]
        guard let state = log.partitionState(id) else {
            return .failure(PartitionRefusal(error: .unknownTopicOrPartition))
        }
        // −1: the client does not track epochs.
        if clientEpoch >= 0, clientEpoch != state.leaderEpoch {
            return .failure(
                PartitionRefusal(error: clientEpoch < state.leaderEpoch ? .fencedLeaderEpoch : .unknownLeaderEpoch))
        }
        return .success((id, state))
    }

    func listOffsets(_ request: ListOffsetsRequest, version: Int16) -> ListOffsetsResponse {
        ListOffsetsResponse {
            $0.topics = request.topics.map { asked in
                let topic = log.topic(named: asked.name)
                return ListedOffsetsTopic {
                    $0.name = asked.name
                    $0.partitions = asked.partitions.map { listOffset($0, topic: topic) }
                }
            }
        }
    }

    private func listOffset(_ asked: ListOffsetsPartition, topic: TopicDefinition?) -> ListedOffset {
        var answer = ListedOffset { $0.index = asked.index }
        switch partition(topic, index: asked.index, clientEpoch: asked.currentLeaderEpoch) {
        case .failure(let refusal): answer.errorCode = refusal.error
        case .success(let (id, state)):
            answer.leaderEpoch = state.leaderEpoch
            do throws(CommitLogError) {
                switch asked.timestamp {
                case ListOffsetsTimestamp.latest: answer.offset = state.highWatermark
                case ListOffsetsTimestamp.earliest: answer.offset = state.logStartOffset
                case ListOffsetsTimestamp.maxTimestamp:
                    if let found = try log.offsetOfMaxTimestamp(partition: id) {
                        (answer.offset, answer.timestamp) = (found.offset, found.timestamp)
                    }
                case 0...:
                    if let found = try log.offset(partition: id, atOrAfter: asked.timestamp) {
                        (answer.offset, answer.timestamp) = (found.offset, found.timestamp)
                    }
                default: answer.errorCode = .invalidRequest
                }
            } catch {
                logger.error("offset lookup in \(topic?.name ?? "") failed: \(error)")
                answer.errorCode = .storageError
            }
        }
        return answer
    }

    func offsetForLeaderEpoch(_ request: OffsetForLeaderEpochRequest) -> OffsetForLeaderEpochResponse {
        OffsetForLeaderEpochResponse {
            $0.topics = request.topics.map { asked in
                let topic = log.topic(named: asked.name)
                return LeaderEpochEndTopic {
                    $0.name = asked.name
                    $0.partitions = asked.partitions.map { partition in
                        leaderEpochEnd(partition, topic: topic)
                    }
                }
            }
        }
    }

    private func leaderEpochEnd(_ asked: LeaderEpochPartition, topic: TopicDefinition?) -> LeaderEpochEnd {
        var answer = LeaderEpochEnd { $0.index = asked.index }
        switch partition(topic, index: asked.index, clientEpoch: asked.currentLeaderEpoch) {
        case .failure(let refusal): answer.errorCode = refusal.error
        case .success(let (id, _)):
            if let end = log.leaderEpochEnd(partition: id, epoch: asked.leaderEpoch) {
                (answer.leaderEpoch, answer.endOffset) = (end.epoch, end.endOffset)
            }
        }
        return answer
    }
}

/// Why a client cannot have a partition.
struct PartitionRefusal: Error {
    let error: ErrorCode
}
