@testable import CommitLog

extension Simulation {
    /// Topics that clients make, fill, grow and delete beside those of the sources.
    struct ClientTopic {
        /// What the log may say of it: after a crash, all that was sent and not acknowledged is open.
        var states: [State] = [.absent]

        enum State: Equatable {
            case absent
            case present(TopicDefinition)
        }
    }

    static func clientTopicName(_ number: Int) -> String { "client-\(number)" }

    /// Makes, deletes or grows a topic; waits for the answer as an administrator does.
    func changeClientTopic(_ log: CommitLog) throws {
        let number = generator.below(3)
        let name = Self.clientTopicName(number)
        let known = log.topic(named: name)
        let kind = generator.below(3)
        note("change of client topic", number, kind)
        let before = clientTopics[number]?.states ?? [.absent]
        do throws(CommitLogError) {
            switch (known, kind) {
            case (nil, 0):
                let limits = TopicRetention(bytes: TopicRetention.unlimited)
                let made = try log.makeTopic(name: name, partitions: 1 + number, retention: limits)
                clientTopics[number] = ClientTopic(states: [.present(made)])
            case (nil, _):
                let made = try log.makeTopic(name: name, partitions: 2, properties: TopicDefinition.madeByClient)
                clientTopics[number] = ClientTopic(states: [.present(made)])
            case (let topic?, 0):
                let grown = try log.growTopic(named: name, to: topic.partitions.count + 1)
                clientTopics[number] = ClientTopic(states: [.present(grown)])
            case (_?, _):
                try log.deleteTopic(named: name)
                tally.topicsDeleted += 1
                clientTopics[number] = ClientTopic(states: [.absent])
            }
        } catch {
            // It may be in the log for all that: the next life shows it.
            clientTopics[number] = ClientTopic(states: before)
            openClientTopics.insert(number)
            try expect(error, .busy, .closed)
        }
        try lookingPastFaults {
            try model.absorb(log, judge: judge)
            try absorbStarts(log, nil)
        }
        if durability == .fsync { model.durablePosition = max(model.durablePosition, log.statistics.endPosition) }
        takeAnswers()
        if log.failure != nil { try stopped(log) }
    }

    /// A record of a client; the topic may be deleted before the writer comes to it.
    func appendToClientTopic(_ log: CommitLog) throws {
        let number = generator.below(3)
        guard let topic = log.topic(named: Self.clientTopicName(number)) else { return }
        let id = topic.partitions[generator.below(topic.partitions.count)]
        note("append to client topic", number, Int(id))
        do throws(CommitLogError) {
            var frame = log.makeFrame()
            let batch = makeBatch(payload: [UInt8](repeating: UInt8(truncatingIfNeeded: id), count: generator.below(2500)))
            batch.withUnsafeBytes { frame.appendBatch(partition: id, recordCount: 1, maxTimestamp: 1, bytes: $0) }
            try log.append(frame)
        } catch {
            try expect(error, .busy)
        }
        if generator.chance(20) {
            log.commitOffsets(group: "clients", entries: [GroupOffset(partition: id, offset: 1)]) { _ in }
        }
    }

    /// The log shows client topics as the last acknowledged change left them, with records that name them alone.
    func verifyClientTopics(_ log: CommitLog) throws {
        let living = Set(log.topics().flatMap(\.partitions))
        let read = Set(log.groupOffsets("clients").map(\.partition))
        try model.require(read.isSubset(of: living), "a group has read partitions \(read) of deleted topics")
        for (number, known) in clientTopics {
            let topic = log.topic(named: Self.clientTopicName(number))
            let state = topic.map(ClientTopic.State.present) ?? .absent
            try model.require(
                known.states.contains(state) || openClientTopics.contains(number),
                "client topic \(number) is \(state) instead of \(known.states)"
            )
            clientTopics[number] = ClientTopic(states: [state])
            guard let topic else { continue }
            try model.require(Set(topic.partitions).count == topic.partitions.count, "\(topic) has a partition twice")
            for id in topic.partitions {
                try model.require(id < log.shared.state.withLock { $0.nextPartitionID }, "partition \(id) is unknown")
                for (_, payload) in try log.contents(id) {
                    let isOwn = payload.allSatisfy { $0 == UInt8(truncatingIfNeeded: id) }
                    try model.require(isOwn, "partition \(id) of \(topic.name) shows another one's records")
                }
            }
        }
        openClientTopics = []
        for id in deletedPartitions where living.contains(id) { throw Violation("partition number \(id) came back") }
        for id in 0..<log.shared.state.withLock({ $0.nextPartitionID }) where !living.contains(id) {
            deletedPartitions.insert(id)
            try model.require(log.partitionState(id) == nil, "partition \(id) can be seen, its topic was deleted")
        }
    }
}
