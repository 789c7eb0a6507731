/// A transaction larger than a frame, of which the log has a part: frames of one source that become visible with the
/// last of them, or never. Part of the log's state; there is one at a time.
///
/// Its batches wait here, 32 bytes each, until the chain's END publishes them.
struct OpenChain {
    /// Sequence of its BEGIN frame.
    let id: UInt64
    let source: SourceID
    /// By number; as long as the chain is open, no other frame has records of them.
    private(set) var partitions: [PartitionID: Part] = [:]
    private(set) var recordCount = 0

    struct Part {
        /// The partition's next offset before the chain: where an ABORT takes it back to.
        let begin: Int64
        /// The next offset after the records so far.
        var next: Int64
        /// Each with the largest timestamp of its own batch alone.
        var entries: [IndexEntry] = []
    }

    init(id: UInt64, source: SourceID) {
        self.id = id
        self.source = source
    }

    /// Takes over a partition as STATE has it.
    mutating func setPart(_ id: PartitionID, begin: Int64, next: Int64) {
        partitions[id] = Part(begin: begin, next: next)
    }

    mutating func hold(_ entry: FrameEntry, framePosition: UInt64) {
        let waiting = IndexEntry(
            baseOffset: entry.baseOffset,
            position: framePosition + UInt64(entry.positionInFrame),
            maxTimestamp: entry.maxTimestamp,
            byteLength: entry.byteLength,
            recordCount: entry.recordCount
        )
        let new = Part(begin: entry.baseOffset, next: entry.baseOffset)
        partitions[entry.partition, default: new].entries.append(waiting)
        partitions[entry.partition, default: new].next = entry.lastOffset + 1
        recordCount += Int(entry.recordCount)
    }

    /// True if the chain, with everything that it has taken so far, is the other one.
    func agrees(with other: OpenChain) -> Bool {
        id == other.id && source == other.source && partitions.count == other.partitions.count
            && partitions.allSatisfy { key, part in
                other.partitions[key].map { $0.begin == part.begin && $0.next == part.next } ?? false
            }
    }
}

extension PartitionIndex {
    /// Makes all of a chain's records visible at once.
    mutating func publish(_ part: OpenChain.Part) {
        let first = part.entries.first?.baseOffset ?? part.next
        // The chain's begin went with older segments: what is left of it can be read.
        if first > highWatermark { logStartOffset = max(logStartOffset, first) }
        entries.reserveCapacity(entries.count + part.entries.count)
        for entry in part.entries {
            maxTimestamp = max(maxTimestamp, entry.maxTimestamp)
            entries.append(
                IndexEntry(
                    baseOffset: entry.baseOffset,
                    position: entry.position,
                    maxTimestamp: maxTimestamp,
                    byteLength: entry.byteLength,
                    recordCount: entry.recordCount
                )
            )
        }
        highWatermark = part.next
    }
}
