import CommitLog
import RecordBatch
import Schema

/// Gathers the records of whole transactions into the source's one open frame, and hands the frame over when the log's
/// writer is free or the frame is full. So batches grow with the load by themselves, and an idle queue gets each
/// transaction at once.
struct FrameAssembler: ~Copyable {
    /// Uncompressed bytes at which a partition's batch is closed.
    private let batchBytes: Int
    /// Uncompressed bytes in all partitions' open batches at which they are closed although they are small: a
    /// transaction may touch very many partitions.
    private let openBytesMax: Int
    /// Share of the uncompressed bytes that a compressed batch takes, for judging a frame's size before it is sealed.
    private static let compressionGuess = 4

    private let sink: any FrameSink
    /// Size at which a frame goes to the log although its writer is busy.
    private let frameBytesTarget: Int
    private var open: [PartitionBatch] = []
    /// Uncompressed bytes gathered since the last hand-over, closed batches included.
    private var frameBytes = 0
    /// Those of them in open batches.
    private var openBytes = 0

    init(sink: any FrameSink, frameBytesTarget: Int, batchBytes: Int = 256 << 10, openBytesMax: Int = 16 << 20) {
        self.sink = sink
        self.openBytesMax = openBytesMax
        self.batchBytes = batchBytes
        self.frameBytesTarget = frameBytesTarget
        open.reserveCapacity(64)
    }

    /// True when there is no record to hand over.
    var isEmpty: Bool { frameBytes == 0 }

    /// True when the frame should go even though the writer is busy.
    var isFull: Bool { frameBytes / Self.compressionGuess >= frameBytesTarget }

    /// True when the frame is large enough to go to a free writer although more is coming.
    var isWorthASync: Bool { frameBytes / Self.compressionGuess >= frameBytesTarget / 2 }

    /// Adds one record. The bytes are copied into the partition's batch.
    @inline(__always)
    mutating func append(
        to batch: PartitionBatch, timestampMilliseconds: Int64, key: UnsafeRawBufferPointer?,
        value: UnsafeRawBufferPointer?, header: RecordHeader? = nil
    ) throws(BridgeError) {
        guard let header else {
            return try append(
                to: batch, timestampMilliseconds: timestampMilliseconds, key: key, value: value,
                headers: UnsafeBufferPointer(start: nil, count: 0))
        }
        try withUnsafePointer(to: header) { (start) throws(BridgeError) in
            try append(
                to: batch, timestampMilliseconds: timestampMilliseconds, key: key, value: value,
                headers: UnsafeBufferPointer(start: start, count: 1))
        }
    }

    /// The same with any number of headers.
    @inline(__always)
    mutating func append(
        to batch: PartitionBatch, timestampMilliseconds: Int64, key: UnsafeRawBufferPointer?,
        value: UnsafeRawBufferPointer?, headers: UnsafeBufferPointer<RecordHeader>
    ) throws(BridgeError) {
        if !batch.isOpen {
            batch.isOpen = true
            open.append(batch)
        }
        let builder = batch.builder
        let before = builder.isEmpty ? 0 : builder.uncompressedCount
        builder.append(timestampMilliseconds: timestampMilliseconds, key: key, value: value, headers: headers)
        let after = builder.uncompressedCount
        frameBytes &+= after &- before
        openBytes &+= after &- before
        if after >= batchBytes { try close(batch) }
        if openBytes >= openBytesMax { try closeAll() }
    }

    /// Hands over what a partition has gathered. Later records begin another batch, which comes after it
    /// in the same frame: order within the partition stays.
    private mutating func close(_ batch: PartitionBatch) throws(BridgeError) {
        guard !batch.builder.isEmpty else { return }
        openBytes &-= batch.builder.uncompressedCount
        try sink.push(batch.builder, of: batch.partition)
    }

    private mutating func closeAll() throws(BridgeError) {
        for batch in open {
            try close(batch)
            batch.isOpen = false
        }
        open.removeAll(keepingCapacity: true)
    }

    /// Hands the frame over with the position after its last whole transaction. Blocks while the queue is full;
    /// compression, hand-over to the log and durability follow on other threads, in this order.
    /// - Parameters:
    ///   - changes: what the frame does to prepared XA transactions.
    ///   - definitions: what was learnt of tables since the last frame.
    mutating func submit(
        checkpoint: SourceCheckpoint, _ changes: [PreparedChange] = [], definitions: [SchemaRecord] = []
    ) throws(BridgeError) {
        try closeAll()
        frameBytes = 0
        try sink.endFrame(checkpoint, changes, definitions: definitions)
    }

    /// Forgets what was gathered: it will be read again from the last position that was handed over.
    mutating func discard() {
        for batch in open {
            batch.builder.removeAll()
            batch.isOpen = false
        }
        open.removeAll(keepingCapacity: true)
        frameBytes = 0
        openBytes = 0
        sink.discardFrame()
    }
}
