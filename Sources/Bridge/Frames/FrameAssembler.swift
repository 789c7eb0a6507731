import Bytes
import CommitLog
import RecordBatch

/// Gathers the records of whole transactions into the source's one open frame, and hands the frame to the log when
/// its writer is free or the frame is full. So batches grow with the load by themselves, and an idle queue gets each
/// transaction at once.
struct FrameAssembler: ~Copyable {
    /// Uncompressed bytes at which a partition's batch is closed: what a consumer must decompress at once.
    private static let batchBytesMax = 256 << 10
    /// Share of the uncompressed bytes that a compressed batch takes, for judging a frame's size before it is sealed.
    private static let compressionGuess = 4

    private let log: CommitLog
    private let source: SourceID
    private let compression: Compression
    private let compressor = BatchCompressor()
    /// Size at which a frame goes to the log although its writer is busy.
    private let frameBytesTarget: Int
    /// Largest transaction, compressed: a frame is written and recovered whole.
    private let transactionBytesMax: Int

    private var frame: PendingFrame
    private var open: [PartitionBatch] = []
    private var openBytes = 0

    init(log: CommitLog, source: SourceID, compression: Compression, frameBytesTarget: Int, transactionBytesMax: Int) {
        self.log = log
        self.source = source
        self.compression = compression
        self.frameBytesTarget = frameBytesTarget
        self.transactionBytesMax = transactionBytesMax
        frame = log.makeFrame()
        open.reserveCapacity(64)
    }

    /// True when there is no record to hand over.
    var isEmpty: Bool { openBytes == 0 && frame.isEmpty }

    /// True when the frame should go even though the writer is busy.
    var isFull: Bool { frame.byteCount + openBytes / Self.compressionGuess >= frameBytesTarget }

    /// Adds one record. The bytes are copied into the partition's batch.
    @inline(__always)
    mutating func append(
        to batch: PartitionBatch, timestampMilliseconds: Int64, key: UnsafeRawBufferPointer?,
        value: UnsafeRawBufferPointer?, header: RecordHeader? = nil
    ) throws(BridgeError) {
        if !batch.isOpen {
            batch.isOpen = true
            open.append(batch)
        }
        let before = batch.builder.isEmpty ? 0 : batch.builder.uncompressedCount
        if let header {
            withUnsafePointer(to: header) {
                batch.builder.append(
                    timestampMilliseconds: timestampMilliseconds, key: key, value: value,
                    headers: UnsafeBufferPointer(start: $0, count: 1))
            }
        } else {
            batch.builder.append(timestampMilliseconds: timestampMilliseconds, key: key, value: value)
        }
        openBytes += batch.builder.uncompressedCount - before
        if batch.builder.uncompressedCount >= Self.batchBytesMax { try close(batch) }
    }

    /// Compresses what a partition has gathered and lays it into the frame. Later records begin another batch, which
    /// comes after it in the same frame: order within the partition stays.
    private mutating func close(_ batch: PartitionBatch) throws(BridgeError) {
        guard !batch.builder.isEmpty else { return }
        openBytes -= batch.builder.uncompressedCount
        do {
            try frame.appendBatch(
                partition: batch.partition, recordCount: Int(batch.builder.recordCount),
                maxTimestamp: batch.builder.maxTimestamp
            ) { writer throws(RecordBatchError) in
                _ = try batch.builder.seal(codec: compression, using: compressor, into: &writer)
            }
        } catch {
            throw BridgeError(what: "a batch cannot be compressed: \(error)", remedy: "free memory, then restart")
        }
        guard frame.byteCount <= transactionBytesMax else {
            throw BridgeError(
                what: "a transaction takes more than transaction_bytes_max = \(transactionBytesMax) bytes compressed",
                remedy: "raise queue.transaction_bytes_max, then leat sources resume")
        }
    }

    /// Hands the frame to the log with the position after its last whole transaction. Blocks while the log's queue is
    /// full; durability follows on the log's own thread.
    mutating func submit(checkpoint: SourceCheckpoint) throws(BridgeError) {
        for batch in open {
            try close(batch)
            batch.isOpen = false
        }
        open.removeAll(keepingCapacity: true)
        openBytes = 0
        frame.source = source
        frame.writeCheckpoint { checkpoint.append(to: &$0) }
        do throws(CommitLogError) {
            try log.append(exchange(&frame, with: log.makeFrame()))
        } catch {
            throw BridgeError(what: error.what, remedy: error.remedy)
        }
    }

    /// Forgets what was gathered: it will be read again from the last position that was handed over.
    mutating func discard() {
        for batch in open {
            batch.builder.removeAll()
            batch.isOpen = false
        }
        open.removeAll(keepingCapacity: true)
        openBytes = 0
        frame.removeAll()
    }
}
