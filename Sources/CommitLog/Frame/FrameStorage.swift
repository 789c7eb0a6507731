import Bytes
import Threads

/// The memory of a frame on its way: filled by its one owner, then by the writer thread alone, then back in the pool.
/// Never touched by two threads at a time, which the hand-over through the queue's lock ensures.
final class FrameStorage: @unchecked Sendable {
    var kind: FrameKind = .data
    var source: SourceID = 0
    /// The checkpoint, or the body of a kind without records.
    var checkpoint = ByteWriter(capacity: 256)
    /// What the frame does to prepared transactions; `seal` puts it behind the checkpoint.
    var changes = ByteWriter(capacity: 16)
    /// Bytes at the end of `checkpoint` that are changes.
    private(set) var changesLength = 0
    /// Entries whose position counts from the first batch until the writer makes it count from the frame.
    var entries: [FrameEntry] = []
    var batches = ByteWriter(capacity: 4096)
    var recordCount = 0
    /// The checkpoint is a `SchemaBody`.
    var hasSchema = false
    /// Seals the segment: the frame is the first of the next one.
    var beginsSegment = false
    /// It is the last part of its source's chain.
    var endsChain = false
    /// The chain that the writer found it to be of; 0 none.
    var chain: UInt64 = 0
    /// Of an ABORT: the next offsets that it has taken back.
    var offsetsBeforeAbort: [(partition: PartitionID, next: Int64)] = []
    /// Of batches that a client has sent: one for each that it gave.
    var decisions: [ProducedDecision] = []
    /// What the frame took in the writer's queue, before the writer took batches out of it.
    var queuedBytes = 0
    /// Told on the writer thread when the frame is durable, or that it never will be.
    var completion: (@Sendable (Result<Void, CommitLogError>) -> Void)?

    /// Bytes in the log.
    var frameLength: Int {
        FrameHeader.size + aligned(checkpoint.count) + entries.count * FrameEntry.size + batches.count
    }

    /// Puts the changes of prepared transactions behind the checkpoint, once the frame is complete.
    func sealChanges() {
        guard changes.count > 0 else { return }
        checkpoint.append(changes.bytes)
        checkpoint.appendLE(UInt32(changes.count))
        changesLength = changes.count + 4
    }

    /// True for what goes on while the disk is full. Copies of records, new segments and what clients send again can
    /// come later.
    var canUseReserve: Bool { kind.mustBeDurable && kind != .relocated && kind != .produced && !beginsSegment }

    var flags: FrameFlags {
        var flags: FrameFlags = changesLength > 0 ? .changesPrepared : []
        if kind == .chainEnd, hasSchema { flags.insert(.definitions) }
        return flags
    }

    /// The kind without regard to chains: how the checkpoint is to be read.
    var bodyKind: FrameKind { kind == .chainEnd ? (hasSchema ? .schema : .data) : kind }

    /// Tells whoever waits, once.
    func complete(_ result: Result<Void, CommitLogError>) {
        let waiting = completion
        completion = nil
        waiting?(result)
    }

    func reset(keepingCapacityUpTo capacityMax: Int = 4 << 20) {
        kind = .data
        source = 0
        checkpoint.removeAll(keepingCapacityUpTo: 1 << 16)
        changes.removeAll(keepingCapacityUpTo: 1 << 16)
        changesLength = 0
        entries.removeAll(keepingCapacity: entries.capacity <= 1 << 16)
        batches.removeAll(keepingCapacityUpTo: capacityMax)
        recordCount = 0
        hasSchema = false
        beginsSegment = false
        endsChain = false
        chain = 0
        offsetsBeforeAbort.removeAll()
        decisions.removeAll()
        queuedBytes = 0
        completion = nil
    }
}

/// Used frames, kept for their memory up to a limit.
final class FramePool: Sendable {
    private struct Free {
        var frames: [FrameStorage] = []
        var bytes = 0
    }
    private let free = ConditionLock(Free())
    private let bytesMax: Int

    init(bytesMax: Int) { self.bytesMax = bytesMax }

    func take() -> FrameStorage {
        free.withLock { free in
            guard let frame = free.frames.popLast() else { return FrameStorage() }
            free.bytes -= frame.batches.reservedCapacity
            return frame
        }
    }

    func giveBack(_ storage: FrameStorage) {
        storage.reset()
        free.withLock { free in
            guard free.bytes + storage.batches.reservedCapacity <= bytesMax else { return }
            free.bytes += storage.batches.reservedCapacity
            free.frames.append(storage)
        }
    }
}
