import CommitLog
import KafkaProtocol

extension Broker {
    /// Moves the first offset of partitions, also of those that a source feeds: what the source will append is not
    /// touched. Answered when that is durable.
    func deleteRecords(_ request: DeleteRecordsRequest, _ context: RequestContext) -> DeleteRecordsResponse {
        DeleteRecordsResponse {
            $0.topics = request.topics.map { asked in
                let topic = log.topic(named: asked.name)
                let isAllowed = context.principal.mayWrite(asked.name)
                return DeletedRecordsTopic {
                    $0.name = asked.name
                    $0.partitions = asked.partitions.map { partition in
                        DeletedRecordsPartition {
                            $0.index = partition.index
                            guard isAllowed else {
                                $0.errorCode = .topicAuthorizationFailed
                                return
                            }
                            do throws(Refusal) {
                                $0.lowWatermark = try deleteRecords(partition, of: topic)
                            } catch {
                                $0.errorCode = error.code
                            }
                        }
                    }
                }
            }
        }
    }

    private func deleteRecords(_ asked: DeleteRecordsPartition, of topic: TopicDefinition?) throws(Refusal) -> Int64 {
        switch partition(topic, index: asked.index, clientEpoch: -1) {
        case .failure(let refusal): throw Refusal(refusal.error, "")
        case .success(let (id, state)):
            let toEnd = asked.offset == DeleteRecordsPartition.toHighWatermark
            do throws(CommitLogError) {
                return try log.deleteRecords(partition: id, before: toEnd ? state.highWatermark : asked.offset)
            } catch {
                throw Refusal(error)
            }
        }
    }
}
