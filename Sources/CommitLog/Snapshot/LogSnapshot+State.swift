import Bytes

extension LogSnapshot {
    /// Far more than a log can grow to, and far from an overflow.
    static let positionMax: UInt64 = 1 << 62
    static let offsetMax: Int64 = 1 << 62

    /// Takes what a state holds.
    mutating func take(_ state: LogState) {
        sources = state.sources.map {
            Source(name: $0.name, checkpoint: $0.state, definitions: state.definitions[$0.id] ?? [:])
        }
        var homes: [PartitionID: (topic: String, partition: Int)] = [:]
        topics = state.topics.map { topic in
            for (number, id) in topic.partitions.enumerated() { homes[id] = (topic.name, number) }
            return Topic(
                name: topic.name,
                uuid: topic.uuid,
                properties: topic.properties,
                retention: state.space.retention[topic.id],
                partitions: topic.partitions.compactMap { state.partition($0).map(Partition.init) }
            )
        }
        groups = state.groups.mapValues { offsets in
            offsets.values.sorted { $0.partition < $1.partition }.compactMap { offset in
                homes[offset.partition].map { home in
                    Commit(
                        topic: home.topic,
                        partition: home.partition,
                        offset: offset.offset,
                        leaderEpoch: offset.leaderEpoch,
                        metadata: offset.metadata
                    )
                }
            }
        }
        prepared = state.sources.flatMap { state.prepared.all(of: $0.id) }
    }

    /// The state of a log that goes on from here without the records: each partition begins at its next offset and in
    /// a leader epoch of its own, by which readers learn that what was before is gone.
    /// - Parameter start: log position of its first segment.
    /// - Throws: `BytesError` for a snapshot that contradicts itself.
    func stateOfNewLog(startingAt start: UInt64) throws(BytesError) -> LogState {
        guard prepared.isEmpty else { throw .malformed("prepared transactions without their rows", at: 0) }
        guard endPosition <= Self.positionMax, lastSequence <= Self.positionMax, logEpoch < .max else {
            throw .malformed("an end that no log reaches", at: 0)
        }
        var state = LogState()
        // What is missing before it is missing by intention.
        state.space.delete(0..<start)
        for source in sources {
            let id = state.nextSourceID
            guard !source.name.isEmpty, state.source(named: source.name) == nil else {
                throw .malformed("a source that is there twice or has no name", at: 0)
            }
            var record = SourceRecord(id: id, name: source.name)
            record.state = source.checkpoint
            try state.add(record)
            if !source.definitions.isEmpty {
                try state.define(source.definitions.map { ($0.key, $0.value) }, of: id)
            }
        }
        for topic in topics { try add(topic, to: &state) }
        for (name, commits) in groups {
            var offsets: [GroupOffset] = []
            for commit in commits {
                guard let topic = state.topic(named: commit.topic), topic.partitions.indices.contains(commit.partition)
                else { throw .malformed("a group that has read a partition that does not exist", at: 0) }
                offsets.append(
                    GroupOffset(
                        partition: topic.partitions[commit.partition],
                        offset: commit.offset,
                        leaderEpoch: commit.leaderEpoch,
                        metadata: commit.metadata
                    )
                )
            }
            state.apply(.commit(group: name, offsets))
        }
        return state
    }

    private func add(_ topic: Topic, to state: inout LogState) throws(BytesError) {
        guard TopicDefinition.problem(inName: topic.name) == nil else { throw .malformed("no name of a topic", at: 0) }
        let first = state.nextPartitionID
        guard !topic.partitions.isEmpty else { throw .malformed("a topic without partitions", at: 0) }
        let definition = TopicDefinition(
            id: state.nextTopicID,
            name: topic.name,
            uuid: topic.uuid,
            partitions: Array(first..<first + UInt32(topic.partitions.count)),
            properties: topic.properties
        )
        try state.add(definition)
        if let retention = topic.retention {
            guard retention.milliseconds ?? 0 >= 0, retention.bytes ?? 0 >= 0 else {
                throw .malformed("a negative retention", at: 0)
            }
            state.space.setRetention(retention, topic: definition.id)
        }
        for (id, partition) in zip(definition.partitions, topic.partitions) {
            try state.setPartition(id, try partition.indexOfNewLog())
        }
    }
}

extension LogSnapshot.Partition {
    init(_ partition: Partition) {
        self = partition.index.withLock {
            Self(
                startOffset: $0.logStartOffset,
                nextOffset: $0.highWatermark,
                maxTimestamp: $0.maxTimestamp,
                epochs: $0.epochs
            )
        }
    }

    fileprivate func indexOfNewLog() throws(BytesError) -> PartitionIndex {
        guard 0...LogSnapshot.offsetMax ~= nextOffset,
            let last = epochs.last, last.epoch < .max, last.startOffset <= nextOffset,
            zip(epochs, epochs.dropFirst()).allSatisfy({ $0.epoch < $1.epoch && $0.startOffset <= $1.startOffset })
        else { throw .malformed("offsets or leader epochs of a partition that cannot be", at: 0) }
        var index = PartitionIndex()
        index.logStartOffset = nextOffset
        index.highWatermark = nextOffset
        index.maxTimestamp = maxTimestamp
        index.epochs = epochs
        index.removeEntries(before: .max)
        index.beginEpoch()
        return index
    }
}
