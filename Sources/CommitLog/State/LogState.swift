import Bytes

/// Everything that the log knows beside the records: what a STATE frame holds.
struct LogState {
    /// In the order of their numbers.
    private(set) var topics: [TopicDefinition] = []
    private var topicIndex: [String: Int] = [:]
    /// The source with number n stands at n - 1.
    private(set) var sources: [SourceRecord] = []
    private(set) var groups: [String: [PartitionID: GroupOffset]] = [:]
    /// When each group of `groups` last committed anything, in µs, as far as it is known.
    var groupTimes: [String: Int64] = [:]
    /// STATE frames hold them.
    var keepsGroupTimes = false
    /// When the frame that is being applied was appended, in µs; 0 while it does not matter.
    var appendTime: Int64 = 0
    /// What is known of each source's tables, by key.
    private(set) var definitions: [SourceID: [String: [UInt8]]] = [:]
    /// The partition with number n stands at n.
    private(set) var partitions: [Partition] = []
    /// False as long as every partition is one of a topic.
    var hasDeletedPartitions = false
    /// Stands for all partitions that were deleted before this STATE.
    private let gone = Partition.deleted()

    /// XA transactions between PREPARE and COMMIT; not in the STATE frame, but in PREPARED frames right behind it.
    var prepared = PreparedTransactions()
    /// Which of the log's files live, and what was set for topics at run time.
    var space = SpaceState()

    /// What idempotent producers have stored last.
    var producers = ProducerStates()

    /// Something larger than a frame whose end has not come.
    var chain: OpenChain?

    private(set) var nextTopicID: UInt32 = 1
    var nextPartitionID: PartitionID { PartitionID(partitions.count) }
    var nextSourceID: SourceID { SourceID(sources.count) + 1 }

    func topic(named name: String) -> TopicDefinition? { topicIndex[name].map { topics[$0] } }
    func source(named name: String) -> SourceRecord? { sources.first { $0.name == name } }

    func source(_ id: SourceID) -> SourceRecord? {
        id > 0 && Int(id) <= sources.count ? sources[Int(id) - 1] : nil
    }

    /// A deleted one, too: frames on their way may still name it.
    func partition(_ id: PartitionID) -> Partition? {
        Int(id) < partitions.count ? partitions[Int(id)] : nil
    }

    /// True for a partition of a topic that is there.
    func isLiving(_ id: PartitionID) -> Bool { partition(id)?.index.withLock { !$0.isDeleted } ?? false }

    mutating func add(_ topic: TopicDefinition) throws(BytesError) {
        try admit(topic)
        try addPartitions(topic.partitions)
    }

    private mutating func admit(_ topic: TopicDefinition) throws(BytesError) {
        guard topicIndex[topic.name] == nil, topic.id >= nextTopicID, topic.id < .max else {
            throw .malformed("a topic that is there already", at: 0)
        }
        topicIndex[topic.name] = topics.count
        topics.append(topic)
        nextTopicID = topic.id + 1
    }

    private mutating func addPartitions(_ ids: [PartitionID]) throws(BytesError) {
        for id in ids {
            guard id == nextPartitionID else { throw .malformed("a partition number out of order", at: 0) }
            partitions.append(Partition(id: id))
        }
    }

    /// Takes a topic out. Its partitions keep their numbers.
    mutating func remove(topic id: UInt32) throws(BytesError) -> TopicDefinition {
        guard let place = topics.firstIndex(where: { $0.id == id }) else {
            throw .malformed("the deletion of an unknown topic", at: 0)
        }
        let topic = topics.remove(at: place)
        topicIndex = Dictionary(uniqueKeysWithValues: topics.enumerated().map { ($1.name, $0) })
        return topic
    }

    /// Puts new partitions behind those that a topic has.
    mutating func grow(topic id: UInt32, by ids: [PartitionID]) throws(BytesError) {
        guard let place = topics.firstIndex(where: { $0.id == id }) else {
            throw .malformed("the growth of an unknown topic", at: 0)
        }
        try addPartitions(ids)
        topics[place] = topics[place].with(partitions: topics[place].partitions + ids)
    }

    /// Most partitions that a log may have made, deleted ones included.
    static let partitionNumbersMax = 20_000_000

    /// Reads STATE's topics when their own numbers do not tell what comes next.
    mutating func readTopics(_ body: inout ByteCursor) throws(BytesError) {
        let (topicNumber, partitionCount) = (try body.u32le(), Int(try body.u32le()))
        guard topicNumber > 0, partitionCount <= Self.partitionNumbersMax else {
            throw .malformed("numbers of topics and partitions that cannot be", at: body.offset)
        }
        partitions = Array(repeating: gone, count: partitionCount)
        for _ in 0..<(try body.count32(ofSize: 30)) {
            let topic = try TopicDefinition(&body)
            try admit(topic)
            for id in topic.partitions {
                guard partition(id) === gone else { throw .malformed("a partition of two topics", at: body.offset) }
                partitions[Int(id)] = Partition(id: id)
            }
        }
        guard topicNumber >= nextTopicID else { throw .malformed("a topic number that is too high", at: body.offset) }
        nextTopicID = topicNumber
        hasDeletedPartitions = partitions.contains { $0 === gone }
    }

    mutating func add(_ source: SourceRecord) throws(BytesError) {
        guard source.id == nextSourceID else { throw .malformed("a source number out of order", at: 0) }
        sources.append(source)
    }

    mutating func setPartition(_ id: PartitionID, _ index: PartitionIndex) throws(BytesError) {
        guard let partition = partition(id), partition !== gone else {
            throw .malformed("an unknown partition number", at: 0)
        }
        partition.index.withLock { $0 = index }
    }

    mutating func apply(_ operation: GroupOperation) {
        switch operation {
        case .commit(let group, let offsets):
            // A topic may have been deleted while the offsets were on their way.
            for offset in offsets where isLiving(offset.partition) {
                groups[group, default: [:]][offset.partition] = offset
            }
            noteLife(of: group, byItself: offsets.isEmpty)
        case .delete(let group):
            groups[group] = nil
            groupTimes[group] = nil
        }
    }

    /// A group without offsets is none.
    mutating func removeOffsets(of group: String, where isGone: (PartitionID) -> Bool) {
        guard var offsets = groups[group] else { return }
        for partition in offsets.keys where isGone(partition) { offsets[partition] = nil }
        groups[group] = offsets.isEmpty ? nil : offsets
        if offsets.isEmpty { groupTimes[group] = nil }
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
