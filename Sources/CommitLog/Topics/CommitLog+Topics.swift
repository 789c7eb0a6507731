import Bytes

extension CommitLog {
    /// Makes a topic that was not there, with a retention of its own, and waits until it is durable.
    /// - Parameter retention: what is nil follows the configuration.
    /// - Throws: `topicExists`, `invalidArgument` for a bad name or number, or what stopped the log.
    public func makeTopic(
        name: String,
        partitions: Int,
        properties: [String: String] = [:],
        retention: TopicRetention = TopicRetention()
    ) throws(CommitLogError) -> TopicDefinition {
        try checkTopic(name, properties)
        return try exclusively { () throws(CommitLogError) in
            guard topic(named: name) == nil else {
                throw CommitLogError(.topicExists, "topic '\(name)' exists already", remedy: "choose another name")
            }
            let topic = try newTopic(name, partitions, properties)
            if retention == TopicRetention() {
                try appendDurably(.topic) { topic.write(into: &$0) }
            } else {
                try appendDurably(.topicChanged) { TopicChange.made(topic, retention).write(into: &$0) }
            }
            return topic
        }
    }

    /// Deletes a topic with its records and all groups' offsets of it, and waits until that is durable. A topic of the
    /// same name can be made at once; it begins at offset 0 and has another id. Space comes back with the segments that
    /// hold nothing else.
    /// - Throws: `notFound`, `busy` (retriable), or what stopped the log.
    public func deleteTopic(named name: String) throws(CommitLogError) {
        try exclusively { () throws(CommitLogError) in
            let topic = try known(name)
            try appendDurably(.topicChanged) { TopicChange.deleted(topic: topic.id).write(into: &$0) }
        }
        shared.space.request()
        // Who waits for its records learns that none will come.
        shared.watermark.wakeAll()
    }

    /// Gives a topic more partitions, and waits until that is durable. Keys go to other partitions from then on.
    /// - Parameter count: how many it is to have.
    /// - Returns: the topic as it is then.
    /// - Throws: `notFound`, `invalidArgument` unless that is more than it has and the log may have as many, `busy`
    ///   (retriable), or what stopped the log.
    public func growTopic(named name: String, to count: Int) throws(CommitLogError) -> TopicDefinition {
        try exclusively { () throws(CommitLogError) in
            let topic = try known(name)
            guard count > topic.partitions.count else {
                throw CommitLogError(
                    .invalidArgument,
                    "topic '\(name)' has \(topic.partitions.count) partitions already, \(count) are not more",
                    remedy: "ask for more; a topic never loses partitions"
                )
            }
            let new = try newPartitions(count - topic.partitions.count, of: name)
            let change = TopicChange.grown(topic: topic.id, partitions: new)
            try appendDurably(.topicChanged) { change.write(into: &$0) }
            return topic.with(partitions: topic.partitions + new)
        }
    }

    private func known(_ name: String) throws(CommitLogError) -> TopicDefinition {
        if let topic = topic(named: name) { return topic }
        throw CommitLogError(.notFound, "there is no topic '\(name)'", remedy: "list them with `leat topics list`")
    }

    func checkTopic(_ name: String, _ properties: [String: String]) throws(CommitLogError) {
        if let problem = TopicDefinition.problem(inName: name) {
            throw CommitLogError(
                .invalidArgument,
                problem,
                remedy: "choose another name, for example by the topic template"
            )
        }
        guard properties.allSatisfy({ $0.key.utf8.count <= 0xFFFF && $0.value.utf8.count <= 0xFFFF }) else {
            throw CommitLogError(.invalidArgument, "a property of topic '\(name)' is over 64 KiB", remedy: "shorten it")
        }
    }

    /// A definition with numbers that were never given.
    func newTopic(
        _ name: String,
        _ partitions: Int,
        _ properties: [String: String]
    ) throws(CommitLogError) -> TopicDefinition {
        TopicDefinition(
            id: shared.state.withLock { $0.nextTopicID },
            name: name,
            uuid: shared.environment.makeUUID(),
            partitions: try newPartitions(partitions, of: name),
            properties: properties
        )
    }

    /// - Throws: `invalidArgument` if the log would have too many.
    private func newPartitions(_ count: Int, of name: String) throws(CommitLogError) -> [PartitionID] {
        let (first, living) = shared.state.withLock { state in
            (state.nextPartitionID, state.topics.reduce(0) { $0 + $1.partitions.count })
        }
        let most = shared.configuration.partitionsMax
        guard count > 0, count <= most - living else {
            throw CommitLogError(
                .invalidArgument,
                "topic '\(name)' cannot have \(count) new partitions: the log has \(living) of at most \(most)",
                remedy: "give it fewer partitions, at least one"
            )
        }
        // Deleted ones cost 48 bytes in each segment's index: numbers are never given twice.
        let numbers = min(Self.numbersPerPartition * most, LogState.partitionNumbersMax)
        guard count <= numbers - Int(first) else {
            throw CommitLogError(
                .invalidArgument,
                "the log has made \(first) partitions, deleted ones included, and may make \(numbers) at most",
                remedy: "raise `queue.partitions_max`, or begin a new log with `leat position export` and `import`"
            )
        }
        return Array(first..<first + UInt32(count))
    }

    /// How many partitions may be made, for one that may be there at a time.
    private static var numbersPerPartition: Int { 10 }
}
