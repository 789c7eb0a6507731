/// A transaction larger than a frame, of which the log has a part: frames of one source that become visible with the
/// last of them, or never. Part of the log's state; there is one at a time.
///
/// Its batches wait here, 32 bytes each, until the chain's END publishes them.
struct OpenChain {
    /// Sequence of its BEGIN frame.
    let id: UInt64
    let source: SourceID
    /// Log position of its BEGIN frame. No segment that reaches beyond it is deleted or has an index before the end.
    let position: UInt64
    /// By number; as long as the chain is open, no other frame has records of them.
    private(set) var partitions: [PartitionID: Part] = [:]
    private(set) var recordCount = 0

    struct Part {
        /// The partition's next offset before the chain: where an ABORT takes it back to.
        let begin: Int64
        /// The next offset after the records so far.
        var next: Int64
        /// The largest timestamp of them.
        var maxTimestamp: Int64
        /// Each with the largest timestamp of its own batch alone. Batches from before a STATE are missing, if that is
        /// where reading began.
        var entries: [IndexEntry] = []
        /// The largest timestamp of those.
        var maxTimestampBeforeEntries = Int64.min
    }

    init(id: UInt64, source: SourceID, position: UInt64) {
        self.id = id
        self.source = source
        self.position = position
    }

    /// Takes over a partition as STATE has it.
    mutating func setPart(_ id: PartitionID, begin: Int64, next: Int64, maxTimestamp: Int64) {
        partitions[id] = Part(
            begin: begin,
            next: next,
            maxTimestamp: maxTimestamp,
            maxTimestampBeforeEntries: maxTimestamp
        )
    }

    mutating func hold(_ entry: FrameEntry, framePosition: UInt64) {
        let waiting = IndexEntry(entry, framePosition: framePosition)
        let new = Part(begin: entry.baseOffset, next: entry.baseOffset, maxTimestamp: .min)
        partitions[entry.partition, default: new].hold(waiting)
        recordCount += Int(entry.recordCount)
    }

    /// True if the chain, with everything that it has taken so far, is the other one.
    func agrees(with other: OpenChain) -> Bool {
        id == other.id && source == other.source && position == other.position
            && partitions.count == other.partitions.count
            && partitions.allSatisfy { key, part in other.partitions[key].map { part.agrees(with: $0) } ?? false }
    }
}

extension OpenChain.Part {
    fileprivate mutating func hold(_ entry: IndexEntry) {
        entries.append(entry)
        next = entry.lastOffset + 1
        maxTimestamp = max(maxTimestamp, entry.maxTimestamp)
    }

    fileprivate func agrees(with other: Self) -> Bool {
        begin == other.begin && next == other.next && maxTimestamp == other.maxTimestamp
    }
}

extension PartitionIndex {
    /// Makes all of a chain's records visible at once.
    mutating func publish(_ part: OpenChain.Part) {
        if isDeleted { return }
        let first = part.entries.first?.baseOffset ?? part.next
        if first > highWatermark {
            // The batches before are those of sealed segments.
            maxTimestamp = max(maxTimestamp, part.maxTimestampBeforeEntries)
            entriesStart = first
            maxTimestampBeforeEntries = maxTimestamp
        }
        entries.reserveCapacity(entries.count + part.entries.count)
        for entry in part.entries {
            maxTimestamp = max(maxTimestamp, entry.maxTimestamp)
            entries.append(entry.after(maxTimestamp))
            bytesVisible &+= UInt64(entry.byteLength)
        }
        highWatermark = part.next
    }
}

extension IndexEntry {
    /// The same with the running maximum of its partition.
    func after(_ maxTimestamp: Int64) -> IndexEntry {
        IndexEntry(
            baseOffset: baseOffset,
            position: position,
            maxTimestamp: maxTimestamp,
            byteLength: byteLength,
            recordCount: recordCount
        )
    }
}
