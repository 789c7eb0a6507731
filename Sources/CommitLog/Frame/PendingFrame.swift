import Bytes

/// A frame in the making: a checkpoint, and batches laid one after the other. It has one owner; `CommitLog.append`
/// takes it over, and its buffers come back through `CommitLog.makeFrame()`.
public struct PendingFrame: ~Copyable, Sendable {
    let storage: FrameStorage

    init(_ storage: FrameStorage) { self.storage = storage }

    /// The source whose position the frame carries; 0 none.
    public var source: SourceID {
        get { storage.source }
        nonmutating set { storage.source = newValue }
    }

    /// Bytes that the frame will take in the log, about.
    public var byteCount: Int {
        FrameHeader.size + aligned(storage.checkpoint.count + storage.changes.count)
            + storage.entries.count * FrameEntry.size + storage.batches.count
    }

    public var recordCount: Int { storage.recordCount }
    public var batchCount: Int { storage.entries.count }

    /// True as long as there is neither a batch nor a checkpoint.
    public var isEmpty: Bool {
        storage.entries.isEmpty && storage.checkpoint.count == 0 && storage.changes.count == 0 && !storage.endsChain
    }

    /// The source's position after the frame's records; replaces an earlier one. Without batches the frame becomes
    /// a CHECKPOINT frame.
    public mutating func setCheckpoint(_ bytes: UnsafeRawBufferPointer) {
        storage.checkpoint.removeAll()
        storage.hasSchema = false
        storage.checkpoint.append(bytes)
    }

    /// The same, written in place.
    public mutating func writeCheckpoint<Failure: Error>(
        _ body: (inout ByteWriter) throws(Failure) -> Void
    ) throws(Failure) {
        storage.checkpoint.removeAll()
        storage.hasSchema = false
        try body(&storage.checkpoint)
    }

    /// The source's position, and what is known of its tables after it: they become durable together.
    /// - Parameter definitions: by key, opaque to the log; the last value of a key counts, an empty one deletes it.
    public mutating func writeCheckpoint<Failure: Error>(
        definitions: [(key: String, value: [UInt8])],
        _ body: (inout ByteWriter) throws(Failure) -> Void
    ) throws(Failure) {
        storage.checkpoint.removeAll()
        storage.hasSchema = !definitions.isEmpty
        if definitions.isEmpty {
            try body(&storage.checkpoint)
        } else {
            try SchemaBody.write(definitions, into: &storage.checkpoint, checkpoint: body)
        }
    }

    /// Adds a finished record batch (base offset 0) by copying it.
    /// - Parameter maxTimestamp: the largest timestamp of its records, milliseconds.
    public mutating func appendBatch(
        partition: PartitionID,
        recordCount: Int,
        maxTimestamp: Int64,
        bytes: UnsafeRawBufferPointer
    ) {
        appendBatch(partition: partition, recordCount: recordCount, maxTimestamp: maxTimestamp) { $0.append(bytes) }
    }

    /// Adds a record batch that `body` writes at the end of the given writer. It must only append. If it throws,
    /// what it wrote is taken back.
    public mutating func appendBatch<Failure: Error>(
        partition: PartitionID,
        recordCount: Int,
        maxTimestamp: Int64,
        _ body: (inout ByteWriter) throws(Failure) -> Void
    ) throws(Failure) {
        let start = storage.batches.count
        do throws(Failure) {
            try body(&storage.batches)
        } catch {
            storage.batches.truncate(to: start)
            throw error
        }
        let length = storage.batches.count - start
        storage.entries.append(
            FrameEntry(
                partition: partition,
                baseOffset: 0,
                lastOffset: 0,
                maxTimestamp: maxTimestamp,
                positionInFrame: UInt32(clamping: start),
                byteLength: UInt32(clamping: length),
                recordCount: UInt32(clamping: recordCount)
            )
        )
        storage.recordCount += recordCount
        storage.batches.append(repeating: 0, count: aligned(storage.batches.count) - storage.batches.count)
    }

    /// Empties the frame and keeps its memory.
    public mutating func removeAll() { storage.reset() }
}
