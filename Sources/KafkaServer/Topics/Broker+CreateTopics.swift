import Access
import CommitLog
import KafkaProtocol

extension Broker {
    /// A topic that clients write to. Answered when it is durable.
    func createTopics(_ request: CreateTopicsRequest, principal: Principal) -> CreateTopicsResponse {
        var counts: [String: Int] = [:]
        for topic in request.topics { counts[topic.name, default: 0] += 1 }
        return CreateTopicsResponse {
            $0.topics = request.topics.map { asked in
                do throws(Refusal) {
                    guard counts[asked.name] == 1 else {
                        throw Refusal(.invalidRequest, "the request names topic '\(asked.name)' more than once")
                    }
                    return try create(asked, validateOnly: request.validateOnly, principal: principal)
                } catch {
                    return CreatedTopic {
                        $0.name = asked.name
                        $0.errorCode = error.code
                        $0.errorMessage = error.message
                    }
                }
            }
        }
    }

    private func create(
        _ asked: CreatableTopic,
        validateOnly: Bool,
        principal: Principal
    ) throws(Refusal) -> CreatedTopic {
        guard principal.mayWrite(asked.name) else { throw .notAllowed(asked.name) }
        if let problem = TopicDefinition.problem(inName: asked.name) { throw Refusal(.invalidTopic, problem) }
        guard log.topic(named: asked.name) == nil else { throw Self.exists(asked.name) }
        let count = try partitionCount(asked)
        var retention = TopicRetention()
        for config in asked.configs {
            if let problem = TopicSettings.set(config.name, to: config.value, in: &retention) {
                throw Refusal(.invalidConfig, problem)
            }
        }
        var topic: TopicDefinition?
        if !validateOnly { topic = try create(asked.name, partitions: count, retention) }
        return CreatedTopic {
            $0.name = asked.name
            if let topic { $0.topicID = KafkaUUID(topic.uuid) }
            $0.partitionCount = Int32(clamping: count)
            $0.replicationFactor = 1
            $0.configs = describedTopic(asked.name, set: retention).map { entry in
                CreatedConfig {
                    $0.name = entry.name
                    $0.value = entry.value
                    $0.isReadOnly = entry.isReadOnly
                    $0.source = entry.source
                }
            }
        }
    }

    /// Makes it and waits until that is durable.
    func create(_ name: String, partitions: Int, _ retention: TopicRetention) throws(Refusal) -> TopicDefinition {
        do throws(CommitLogError) {
            return try log.makeTopic(
                name: name,
                partitions: partitions,
                properties: TopicDefinition.madeByClient,
                retention: retention
            )
        } catch {
            if error.code == .topicExists { throw Self.exists(name) }
            if error.code == .invalidArgument { throw Refusal(.invalidPartitions, error.what) }
            throw Refusal(error)
        }
    }

    private static func exists(_ name: String) -> Refusal {
        Refusal(.topicAlreadyExists, "topic '\(name)' exists already")
    }

    /// What is asked for, or the server's default; there is one broker, so there is one replica.
    private func partitionCount(_ asked: CreatableTopic) throws(Refusal) -> Int {
        guard asked.assignments.isEmpty else {
            guard asked.partitionCount == -1, asked.replicationFactor == -1 else {
                let what = "partitions that are assigned by hand go with -1 partitions and -1 replicas"
                throw Refusal(.invalidRequest, what)
            }
            let numbers = asked.assignments.map(\.index).sorted()
            guard numbers == Array(0..<Int32(clamping: numbers.count)) else {
                throw Refusal(.invalidReplicaAssignment, "the partitions assigned by hand are not 0, 1, 2 …")
            }
            for assignment in asked.assignments { try Self.check(assignment.brokerIDs) }
            return asked.assignments.count
        }
        guard asked.replicationFactor == 1 || asked.replicationFactor == -1 else {
            let what = "a replication factor of \(asked.replicationFactor) is not possible with one broker: ask for 1"
            throw Refusal(.invalidReplicationFactor, what)
        }
        if asked.partitionCount == -1 { return max(1, options.autoCreatePartitions) }
        guard asked.partitionCount > 0 else {
            throw Refusal(.invalidPartitions, "a topic has at least one partition, not \(asked.partitionCount)")
        }
        return Int(asked.partitionCount)
    }

    /// Brokers that a client has chosen for a partition.
    static func check(_ brokers: [Int32]) throws(Refusal) {
        guard brokers == [nodeID] else {
            let what = "a partition can only be assigned to broker \(nodeID), there is no other"
            throw Refusal(.invalidReplicaAssignment, what)
        }
    }
}
