import CommitLog
import KafkaProtocol

extension Broker {
    /// Answered when the deletion is durable: the topic does not come back after a crash.
    func deleteTopics(_ request: DeleteTopicsRequest, _ context: RequestContext) -> DeleteTopicsResponse {
        var counts: [String: Int] = [:]
        for name in request.names { counts[name, default: 0] += 1 }
        return DeleteTopicsResponse {
            $0.results = request.names.map { name in
                DeletedTopic {
                    $0.name = name
                    do throws(Refusal) {
                        guard counts[name] == 1 else {
                            throw Refusal(.invalidRequest, "the request names topic '\(name)' more than once")
                        }
                        try delete(name, context)
                    } catch {
                        $0.errorCode = error.code
                        $0.errorMessage = error.message
                    }
                }
            }
        }
    }

    private func delete(_ name: String, _ context: RequestContext) throws(Refusal) {
        let topic = try clientsTopic(name, context, verb: "deleted")
        do throws(CommitLogError) { try log.deleteTopic(named: name) } catch { throw Refusal(error) }
        logger.info("topic '\(name)' with \(topic.partitions.count) partitions was deleted by \(context.client.host)")
    }
}
