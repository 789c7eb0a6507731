import Access
import CommitLog
import KafkaProtocol

/// A partition that a Fetch asks for.
struct FetchPlace: Sendable {
    let topic: String
    let asked: FetchPartition
    /// What the client knows of it from earlier answers of its fetch session; nil without one.
    var known: Known?
    /// The log's number, or why the client cannot have it.
    var id: Result<PartitionID, PartitionRefusal> = .failure(PartitionRefusal(error: .unknownTopicOrPartition))

    /// What an answer told of a partition besides records.
    struct Known: Sendable, Equatable {
        let highWatermark: Int64
        let logStartOffset: Int64
    }
}

extension Broker {
    /// Finds the log's partitions: names may have come, gone and come back since the request before.
    func resolve(_ places: inout [FetchPlace], for principal: Principal) {
        var last: (name: String, topic: TopicDefinition?, mayRead: Bool)?
        for index in places.indices {
            let name = places[index].topic
            if last?.name != name { last = (name, log.topic(named: name), principal.mayRead(name)) }
            guard let last else { continue }
            let number = Int(places[index].asked.index)
            if !last.mayRead {
                places[index].id = .failure(PartitionRefusal(error: .topicAuthorizationFailed))
            } else if let topic = last.topic, topic.partitions.indices.contains(number) {
                places[index].id = .success(topic.partitions[number])
            } else {
                places[index].id = .failure(PartitionRefusal(error: .unknownTopicOrPartition))
            }
        }
    }
}

extension FetchRequest {
    /// Its partitions in their order.
    var places: [FetchPlace] {
        topics.flatMap { topic in topic.partitions.map { FetchPlace(topic: topic.name, asked: $0) } }
    }
}
