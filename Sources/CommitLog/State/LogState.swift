import Bytes

/// Everything that the log knows beside the records: what a STATE frame holds.
struct LogState {
    /// In the order of their numbers.
    private(set) var topics: [TopicDefinition] = []
    private var topicIndex: [String: Int] = [:]
    /// The source with number n stands at n - 1.
    private(set) var sources: [SourceRecord] = []
    private(set) var groups: [String: [PartitionID: GroupOffset]] = [:]
    /// What is known of each source's tables, by key.
    private(set) var definitions: [SourceID: [String: [UInt8]]] = [:]
    /// The partition with number n stands at n.
    private(set) var partitions: [Partition] = []

    /// XA transactions between PREPARE and COMMIT; not in the STATE frame, but in PREPARED frames right behind it.
    var prepared = PreparedTransactions()
    /// Which of the log's files live, and what was set for topics at run time.
    var space = SpaceState()

    /// What idempotent producers have stored last.
    var producers = ProducerStates()

    /// Something larger than a frame whose end has not come.
    var chain: OpenChain?

    var nextTopicID: UInt32 { (topics.last?.id ?? 0) + 1 }
    var nextPartitionID: PartitionID { PartitionID(partitions.count) }
    var nextSourceID: SourceID { SourceID(sources.count) + 1 }

    func topic(named name: String) -> TopicDefinition? { topicIndex[name].map { topics[$0] } }
    func source(named name: String) -> SourceRecord? { sources.first { $0.name == name } }

    func source(_ id: SourceID) -> SourceRecord? {
        id > 0 && Int(id) <= sources.count ? sources[Int(id) - 1] : nil
    }

    func partition(_ id: PartitionID) -> Partition? {
        Int(id) < partitions.count ? partitions[Int(id)] : nil
    }

    mutating func add(_ topic: TopicDefinition) throws(BytesError) {
        guard topicIndex[topic.name] == nil, topic.id >= nextTopicID else {
            throw .malformed("a topic that is there already", at: 0)
        }
        for partition in topic.partitions {
            guard partition == nextPartitionID else { throw .malformed("a partition number out of order", at: 0) }
            partitions.append(Partition(id: partition))
        }
        topicIndex[topic.name] = topics.count
        topics.append(topic)
    }

    mutating func add(_ source: SourceRecord) throws(BytesError) {
        guard source.id == nextSourceID else { throw .malformed("a source number out of order", at: 0) }
        sources.append(source)
    }

    mutating func setPartition(_ id: PartitionID, _ index: PartitionIndex) throws(BytesError) {
        guard let partition = partition(id) else { throw .malformed("an unknown partition number", at: 0) }
        partition.index.withLock { $0 = index }
    }

    mutating func apply(_ operation: GroupOperation) {
        switch operation {
        case .commit(let group, let offsets):
            for offset in offsets { groups[group, default: [:]][offset.partition] = offset }
        case .delete(let group):
            groups[group] = nil
        }
    }

    mutating func define(_ changes: [(key: String, value: [UInt8])], of source: SourceID) throws(BytesError) {
        guard self.source(source) != nil else { throw .malformed("definitions of an unknown source", at: 0) }
        for change in changes {
            definitions[source, default: [:]][change.key] = change.value.isEmpty ? nil : change.value
        }
    }

    /// Folds a durable frame's checkpoint into its source's state.
    mutating func merge(
        _ checkpoint: UnsafeRawBufferPointer,
        source id: SourceID,
        merging: any CheckpointMerging,
        position: UInt64
    ) throws(CommitLogError) {
        guard !checkpoint.isEmpty, id != 0 else { return }
        guard source(id) != nil else {
            throw CommitLogError(
                .corruption,
                "the frame at log position \(position) names source \(id), which was never registered",
                remedy: "run `leat log check` on the data directory",
                position: position
            )
        }
        do {
            let old = sources[Int(id) - 1].state
            sources[Int(id) - 1].state = try merging.merge(old, with: Array(checkpoint))
        } catch {
            throw CommitLogError(
                .checkpoint,
                "the checkpoint of source '\(sources[Int(id) - 1].name)' at position \(position) is unfit: \(error)",
                remedy: "report this with the output of `leat log dump`; `leat log repair` can cut the log before it",
                position: position
            )
        }
    }
}
