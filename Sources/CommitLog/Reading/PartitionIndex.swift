import Threads

/// One batch in the index: 32 bytes. A queue of 1 TiB in batches of 100 KiB so takes 330 MB; the index files of
/// sealed segments (with retention) take the old part out of memory.
struct IndexEntry {
    let baseOffset: Int64
    /// Position of the batch in the log.
    let position: UInt64
    /// The largest timestamp up to and including this batch: never falls, so that time can be searched.
    let maxTimestamp: Int64
    let byteLength: UInt32
    let recordCount: UInt32

    var lastOffset: Int64 { baseOffset + Int64(recordCount) - 1 }
}

/// From when on a leader epoch holds.
public struct LeaderEpochStart: Sendable, Equatable {
    public let epoch: Int32
    public let startOffset: Int64
}

/// What can be read of a partition: its batches in offset order.
struct PartitionIndex {
    var entries: [IndexEntry] = []
    var logStartOffset: Int64 = 0
    /// Offsets whose batches stand in a later segment than those around them; sorted.
    var relocated: [RelocatedRange] = []
    var highWatermark: Int64 = 0
    /// The largest timestamp of all batches so far.
    var maxTimestamp: Int64 = .min
    /// Never empty; both fields grow.
    var epochs = [LeaderEpochStart(epoch: 0, startOffset: 0)]

    var leaderEpoch: Int32 { epochs.last?.epoch ?? 0 }

    mutating func publish(_ entry: FrameEntry, framePosition: UInt64) {
        maxTimestamp = max(maxTimestamp, entry.maxTimestamp)
        entries.append(
            IndexEntry(
                baseOffset: entry.baseOffset,
                position: framePosition + UInt64(entry.positionInFrame),
                maxTimestamp: maxTimestamp,
                byteLength: entry.byteLength,
                recordCount: entry.recordCount
            )
        )
        highWatermark = entry.lastOffset + 1
    }

    mutating func beginEpoch() {
        let next = LeaderEpochStart(epoch: leaderEpoch + 1, startOffset: highWatermark)
        if epochs.last?.startOffset == highWatermark { epochs.removeLast() }
        epochs.append(next)
    }

    /// Index of the first entry for which `isReached` holds; it must hold for all after it.
    func firstEntry(where isReached: (IndexEntry) -> Bool) -> Int {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if isReached(entries[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

/// A partition, shared by the writer and all readers.
final class Partition: Sendable {
    let id: PartitionID
    let index: ConditionLock<PartitionIndex>

    init(id: PartitionID, index: PartitionIndex = PartitionIndex()) {
        self.id = id
        self.index = ConditionLock(index)
    }
}
