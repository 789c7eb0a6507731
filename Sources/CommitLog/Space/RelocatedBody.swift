import Bytes

/// Body of a RELOCATED frame; little-endian. Its entries keep the offsets that the records have had from the start, and
/// its batches are copies, byte for byte.
///
///     origin u64 (start of the segment that they are copied from)
///     appendTime i64 µs (when they were appended at first, at the latest)
struct RelocatedBody: Equatable {
    var origin: UInt64
    var appendTime: Int64

    func write(into writer: inout ByteWriter) {
        writer.appendLE(origin)
        writer.appendLE(appendTime)
    }

    init(origin: UInt64, appendTime: Int64) {
        self.origin = origin
        self.appendTime = appendTime
    }

    init(_ cursor: inout ByteCursor) throws(BytesError) {
        origin = try cursor.u64le()
        appendTime = try cursor.i64le()
    }

    /// What an entry of the frame says of its partition.
    func range(of entry: FrameEntry, segment: UInt64) -> RelocatedRange {
        RelocatedRange(
            firstOffset: entry.baseOffset,
            lastOffset: entry.lastOffset,
            segment: segment,
            appendTime: appendTime,
            maxTimestamp: entry.maxTimestamp,
            bytes: UInt64(entry.byteLength)
        )
    }
}
