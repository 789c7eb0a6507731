import Bytes

/// One batch of a frame, 48 bytes in the frame's entry table; the tables of all frames are the log's index.
///
///      0 partitionId u32        4 flags u32 (0)        8 baseOffset i64       16 lastOffset i64
///     24 maxTimestamp i64 ms   32 position in frame u32   36 byteLength u32   40 recordCount u32   44 reserved u32 (0)
public struct FrameEntry: Sendable, Equatable {
    public static let size = 48

    public var partition: PartitionID
    public var flags: UInt32 = 0
    public var baseOffset: Int64
    public var lastOffset: Int64
    public var maxTimestamp: Int64
    /// Where the batch begins, counted from the frame's first byte.
    public var positionInFrame: UInt32
    /// Bytes of the batch without padding.
    public var byteLength: UInt32
    public var recordCount: UInt32

    func write(into writer: inout ByteWriter) {
        writer.appendLE(partition)
        writer.appendLE(flags)
        writer.appendLE(baseOffset)
        writer.appendLE(lastOffset)
        writer.appendLE(maxTimestamp)
        writer.appendLE(positionInFrame)
        writer.appendLE(byteLength)
        writer.appendLE(recordCount)
        writer.appendLE(0 as UInt32)
    }

    init(_ cursor: inout ByteCursor) throws(BytesError) {
        partition = try cursor.u32le()
        flags = try cursor.u32le()
        baseOffset = try cursor.i64le()
        lastOffset = try cursor.i64le()
        maxTimestamp = try cursor.i64le()
        positionInFrame = try cursor.u32le()
        byteLength = try cursor.u32le()
        recordCount = try cursor.u32le()
        try cursor.skip(4)
    }

    init(
        partition: PartitionID,
        baseOffset: Int64,
        lastOffset: Int64,
        maxTimestamp: Int64,
        positionInFrame: UInt32,
        byteLength: UInt32,
        recordCount: UInt32
    ) {
        self.partition = partition
        self.baseOffset = baseOffset
        self.lastOffset = lastOffset
        self.maxTimestamp = maxTimestamp
        self.positionInFrame = positionInFrame
        self.byteLength = byteLength
        self.recordCount = recordCount
    }
}
