import CommitLog
import KafkaProtocol

extension Broker {
    /// Answered when the new partitions are durable.
    func createPartitions(_ request: CreatePartitionsRequest, _ context: RequestContext) -> CreatePartitionsResponse {
        var counts: [String: Int] = [:]
        for topic in request.topics { counts[topic.name, default: 0] += 1 }
        return CreatePartitionsResponse {
            $0.results = request.topics.map { asked in
                CreatedPartitionsTopic {
                    $0.name = asked.name
                    do throws(Refusal) {
                        guard counts[asked.name] == 1 else {
                            throw Refusal(.invalidRequest, "the request names topic '\(asked.name)' more than once")
                        }
                        try grow(asked, validateOnly: request.validateOnly, context)
                    } catch {
                        $0.errorCode = error.code
                        $0.errorMessage = error.message
                    }
                }
            }
        }
    }

    private func grow(
        _ asked: CreatePartitionsTopic,
        validateOnly: Bool,
        _ context: RequestContext
    ) throws(Refusal) {
        let topic = try clientsTopic(asked.name, context, verb: "given partitions")
        let count = topic.partitions.count
        guard Int(asked.count) > count else {
            let what = "topic '\(asked.name)' has \(count) partitions: ask for more than that, not \(asked.count)"
            throw Refusal(.invalidPartitions, what)
        }
        if let assignments = asked.assignments {
            guard assignments.count == Int(asked.count) - count else {
                let what = "\(assignments.count) partitions are assigned by hand, \(Int(asked.count) - count) are new"
                throw Refusal(.invalidReplicaAssignment, what)
            }
            for assignment in assignments { try Self.check(assignment.brokerIDs) }
        }
        if validateOnly { return }
        do throws(CommitLogError) { _ = try log.growTopic(named: asked.name, to: Int(asked.count)) } catch {
            throw error.code == .invalidArgument ? Refusal(.invalidPartitions, error.what) : Refusal(error)
        }
        logger.info("topic '\(asked.name)' has \(asked.count) partitions now, it had \(count)")
    }
}
