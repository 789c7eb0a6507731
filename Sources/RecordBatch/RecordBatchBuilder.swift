import Bytes

/// Collects the records of one batch and writes it as a Kafka record batch v2. It keeps its memory between batches:
/// a builder that is used again and again allocates nothing, neither per record nor per batch.
///
/// A record, all lengths and deltas as zigzag varints (Apache Kafka, "Record"):
///
///     length · attributes i8 · timestampDelta · offsetDelta · keyLength · key · valueLength · value · headerCount
///     then for each header: keyLength · key · valueLength · value          (length −1 = null)
public struct RecordBatchBuilder: ~Copyable {
    @usableFromInline var records: ByteWriter
    /// Records appended since the last `seal` or `removeAll`.
    public private(set) var recordCount: Int32 = 0
    private var baseTimestamp: Int64 = 0
    /// The largest timestamp among the records, milliseconds since 1970.
    public private(set) var maxTimestamp: Int64 = 0

    /// - Parameter capacity: bytes of records to reserve at once.
    public init(capacity: Int = 4096) { records = ByteWriter(capacity: capacity) }

    public var isEmpty: Bool { recordCount == 0 }

    /// Bytes that the batch would have uncompressed, header included.
    public var uncompressedCount: Int { RecordBatchHeader.byteCount + records.count }

    /// Bytes of memory held.
    public var reservedCapacity: Int { records.reservedCapacity }

    /// Appends a record without headers.
    ///
    /// - Parameters:
    ///   - timestampMilliseconds: since 1970; the first record's is the batch's base.
    ///   - key: nil for a null key.
    ///   - value: nil for a null value (a tombstone).
    public mutating func append(
        timestampMilliseconds: Int64, key: UnsafeRawBufferPointer?, value: UnsafeRawBufferPointer?
    ) {
        begin(timestampMilliseconds, key: key, value: value, headersLength: 1)
        records.append(0)
    }

    /// Appends a record with headers, in their order.
    public mutating func append(
        timestampMilliseconds: Int64, key: UnsafeRawBufferPointer?, value: UnsafeRawBufferPointer?,
        headers: UnsafeBufferPointer<RecordHeader>
    ) {
        var length = ByteWriter.zigzagVarintLength(Int64(headers.count))
        for header in headers {
            length += Self.length(of: header.key) + Self.length(of: header.value)
        }
        begin(timestampMilliseconds, key: key, value: value, headersLength: length)
        records.appendZigzagVarint(Int64(headers.count))
        for header in headers {
            append(header.key)
            append(header.value)
        }
    }

    /// Forgets the records and keeps the memory.
    public mutating func removeAll() {
        records.removeAll()
        recordCount = 0
    }

    /// Forgets the records and gives memory above `capacityMax` back (after one outsized batch).
    public mutating func removeAll(keepingCapacityUpTo capacityMax: Int) {
        records.removeAll(keepingCapacityUpTo: capacityMax)
        recordCount = 0
    }

    /// Appends the finished batch to `writer` and empties the builder. Base offset and leader epoch are 0: the log
    /// sets them (`RecordBatchPatch`). Records that do not shrink are stored as they are, and the batch says so.
    ///
    /// - Precondition: at least one record.
    /// - Throws: `compression` when the library refuses, which means that it is out of memory.
    public mutating func seal(
        codec: Compression, using compressor: BatchCompressor, into writer: inout ByteWriter
    ) throws(RecordBatchError) -> SealedBatch {
        precondition(recordCount > 0, "a batch without records makes consumers stall")
        let start = writer.count
        writer.append(repeating: 0, count: RecordBatchHeader.byteCount)
        var stored = codec
        if codec != .none, try !compressor.compress(records.bytes, codec: codec, into: &writer) { stored = .none }
        if stored == .none { writer.append(records.bytes) }
        writeHeader(at: start, stored: stored, into: &writer)
        let sealed = SealedBatch(
            byteLength: writer.count - start, uncompressedLength: uncompressedCount, recordCount: recordCount,
            maxTimestamp: maxTimestamp, compression: stored)
        removeAll()
        return sealed
    }

    private func writeHeader(at start: Int, stored: Compression, into writer: inout ByteWriter) {
        writer.patchBE(Int32(writer.count - start - 12), at: start + RecordBatchHeader.lengthOffset)
        writer.patchBE(Int8(2), at: start + RecordBatchHeader.magicOffset)
        writer.patchBE(Int16(stored.rawValue), at: start + RecordBatchHeader.attributesOffset)
        writer.patchBE(recordCount - 1, at: start + 23)
        writer.patchBE(baseTimestamp, at: start + 27)
        writer.patchBE(maxTimestamp, at: start + 35)
        writer.patchBE(Int64(-1), at: start + 43)
        writer.patchBE(Int16(-1), at: start + 51)
        writer.patchBE(Int32(-1), at: start + 53)
        writer.patchBE(recordCount, at: start + 57)
        let covered = UnsafeRawBufferPointer(rebasing: writer.bytes[(start + RecordBatchHeader.attributesOffset)...])
        writer.patchBE(CRC32C.checksum(covered), at: start + RecordBatchHeader.checksumOffset)
    }

    private mutating func begin(
        _ timestamp: Int64, key: UnsafeRawBufferPointer?, value: UnsafeRawBufferPointer?, headersLength: Int
    ) {
        if recordCount == 0 {
            baseTimestamp = timestamp
            maxTimestamp = timestamp
        }
        if timestamp > maxTimestamp { maxTimestamp = timestamp }
        let delta = timestamp &- baseTimestamp
        let length =
            1 + ByteWriter.zigzagVarintLength(delta) + ByteWriter.zigzagVarintLength(Int64(recordCount))
            + Self.length(of: key) + Self.length(of: value) + headersLength
        records.reserve(length + 10)
        records.appendZigzagVarint(Int64(length))
        records.append(0)
        records.appendZigzagVarint(delta)
        records.appendZigzagVarint(Int64(recordCount))
        append(key)
        append(value)
        recordCount += 1
    }

    private mutating func append(_ bytes: UnsafeRawBufferPointer?) {
        guard let bytes else { return records.appendZigzagVarint(-1) }
        records.appendZigzagVarint(Int64(bytes.count))
        records.append(bytes)
    }

    private static func length(of bytes: UnsafeRawBufferPointer?) -> Int {
        guard let bytes else { return 1 }
        return ByteWriter.zigzagVarintLength(Int64(bytes.count)) + bytes.count
    }
}
