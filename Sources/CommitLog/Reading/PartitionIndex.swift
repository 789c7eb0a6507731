import Synchronization

/// One batch in the index: 32 bytes, in memory and in index files.
struct IndexEntry: Equatable {
    let baseOffset: Int64
    /// Position of the batch in the log.
    let position: UInt64
    /// The largest timestamp up to and including this batch: never falls, so that time can be searched.
    let maxTimestamp: Int64
    let byteLength: UInt32
    let recordCount: UInt32

    var lastOffset: Int64 { baseOffset + Int64(recordCount) - 1 }
}

extension IndexEntry {
    /// - Parameter maxTimestamp: the batch's own if it is not given.
    init(_ entry: FrameEntry, framePosition: UInt64, maxTimestamp: Int64? = nil) {
        baseOffset = entry.baseOffset
        position = framePosition + UInt64(entry.positionInFrame)
        self.maxTimestamp = maxTimestamp ?? entry.maxTimestamp
        byteLength = entry.byteLength
        recordCount = entry.recordCount
    }
}

/// From when on a leader epoch holds.
public struct LeaderEpochStart: Sendable, Equatable {
    public let epoch: Int32
    public let startOffset: Int64
}

/// What can be read of a partition. Its batches stand here as long as their segment has no index of its own, mostly as
/// long as it is being written; `IndexStore` knows all older ones.
struct PartitionIndex {
    /// In offset order.
    var entries: [IndexEntry] = []
    /// Batches that were moved here from older segments, with their original offsets.
    var relocated: [IndexEntry] = []
    /// Next offset, and largest timestamp so far, where `entries` begin.
    var entriesStart: Int64 = 0
    var maxTimestampBeforeEntries: Int64 = .min
    var logStartOffset: Int64 = 0
    /// Offsets whose batches stand in a later segment than those around them; sorted.
    var relocatedRanges: [RelocatedRange] = []
    var highWatermark: Int64 = 0
    /// Bytes of batches that became visible since the log was opened.
    var bytesVisible: UInt64 = 0
    /// Somebody wants to know when the high watermark moves.
    var isWatched = false
    /// The largest timestamp of all batches so far.
    var maxTimestamp: Int64 = .min
    /// Its topic was deleted: nothing of it can be read, and nothing is added.
    var isDeleted = false
    /// Never empty; both fields grow.
    var epochs = [LeaderEpochStart(epoch: 0, startOffset: 0)]

    var leaderEpoch: Int32 { epochs.last?.epoch ?? 0 }

    mutating func publish(_ entry: FrameEntry, framePosition: UInt64) {
        if isDeleted { return }
        maxTimestamp = max(maxTimestamp, entry.maxTimestamp)
        entries.append(IndexEntry(entry, framePosition: framePosition, maxTimestamp: maxTimestamp))
        highWatermark = entry.lastOffset + 1
        bytesVisible &+= UInt64(entry.byteLength)
    }

    /// What the segment that ends at a log position holds of the partition. Nothing changes yet.
    func run(before end: UInt64) -> SegmentRuns.Run {
        let count = count(before: end)
        var run = SegmentRuns.Run(
            startOffset: entriesStart,
            maxTimestampBefore: maxTimestampBeforeEntries,
            entries: count == entries.count ? entries : Array(entries[..<count]),
            relocated: relocated.filter { $0.position < end }
        )
        if !run.relocated.isEmpty { run.sortRelocated() }
        return run
    }

    /// Forgets what `run` gave: the segment's own index has it now.
    mutating func removeEntries(before end: UInt64) {
        let count = count(before: end)
        if count == entries.count {
            entriesStart = highWatermark
            maxTimestampBeforeEntries = maxTimestamp
            entries = []
        } else {
            entriesStart = entries[count].baseOffset
            if count > 0 { maxTimestampBeforeEntries = entries[count - 1].maxTimestamp }
            entries = Array(entries[count...])
        }
        if !relocated.isEmpty { relocated.removeAll { $0.position < end } }
    }

    private func count(before end: UInt64) -> Int {
        guard let last = entries.last, last.position >= end else { return entries.count }
        return entries.firstIndex { $0.position >= end }
    }

    /// Copies of older batches that stand in a segment which has no index yet, from the one that holds an offset on.
    func copies(from offset: Int64, in segment: Segment) -> [IndexEntry] {
        guard segment.end == nil else { return [] }
        let found = relocated.filter { $0.lastOffset >= offset && $0.position >= segment.start }
        return found.sorted { ($0.baseOffset, $1.position) < ($1.baseOffset, $0.position) }
    }

    mutating func beginEpoch() {
        if isDeleted { return }
        let next = LeaderEpochStart(epoch: leaderEpoch + 1, startOffset: highWatermark)
        if epochs.last?.startOffset == highWatermark { epochs.removeLast() }
        epochs.append(next)
    }
}

/// A partition, shared by the writer and all readers.
final class Partition: Sendable {
    let id: PartitionID
    let index: Mutex<PartitionIndex>

    init(id: PartitionID, index: PartitionIndex = PartitionIndex()) {
        self.id = id
        self.index = Mutex(index)
    }

    /// One that only says that it was deleted.
    static func deleted() -> Partition {
        var index = PartitionIndex()
        index.delete()
        return Partition(id: .max, index: index)
    }
}
