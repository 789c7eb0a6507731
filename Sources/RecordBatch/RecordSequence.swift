import Bytes

/// The records of a batch under construction, as the bytes that the batch will hold.
///
/// A record, all lengths and deltas as zigzag varints (Apache Kafka, "Record"):
///
///     length · attributes i8 · timestampDelta · offsetDelta · keyLength · key · valueLength · value · headerCount
///     then for each header: keyLength · key · valueLength · value          (length −1 = null)
struct RecordSequence: ~Copyable {
    private var bytes: ByteWriter
    private(set) var count: Int32 = 0
    private var baseTimestamp: Int64 = 0
    private(set) var maxTimestamp: Int64 = 0

    init(capacity: Int) { bytes = ByteWriter(capacity: capacity) }

    var byteCount: Int { bytes.count }
    var reservedCapacity: Int { bytes.reservedCapacity }

    mutating func removeAll(keepingCapacityUpTo capacityMax: Int) {
        bytes.removeAll(keepingCapacityUpTo: capacityMax)
        count = 0
    }

    /// Writes a record once, at its final place: all lengths are known before the first byte.
    mutating func append(
        timestamp: Int64, key: UnsafeRawBufferPointer?, value: UnsafeRawBufferPointer?,
        headers: UnsafeBufferPointer<RecordHeader>
    ) {
        if count == 0 {
            baseTimestamp = timestamp
            maxTimestamp = timestamp
        }
        if timestamp > maxTimestamp { maxTimestamp = timestamp }
        let delta = timestamp &- baseTimestamp
        var length =
            1 &+ ByteWriter.zigzagVarintLength(delta) &+ ByteWriter.zigzagVarintLength(Int64(count))
            &+ Self.length(of: key) &+ Self.length(of: value) &+ ByteWriter.zigzagVarintLength(Int64(headers.count))
        for header in headers { length += Self.length(of: header.key) + Self.length(of: header.value) }
        bytes.reserve(length &+ 10)
        bytes.appendZigzagVarint(Int64(length))
        bytes.append(0)
        bytes.appendZigzagVarint(delta)
        bytes.appendZigzagVarint(Int64(count))
        append(key)
        append(value)
        bytes.appendZigzagVarint(Int64(headers.count))
        for header in headers {
            append(header.key)
            append(header.value)
        }
        count += 1
    }

    /// Appends header and records to `writer`.
    ///
    /// - Returns: how the records are stored, which is `none` when compression did not shrink them.
    func store(
        codec: Compression, using compressor: BatchCompressor, into writer: inout ByteWriter
    ) throws(RecordBatchError) -> Compression {
        let start = writer.count
        writer.append(repeating: 0, count: RecordBatchHeader.byteCount)
        var stored = codec
        do {
            if try !compressor.compress(bytes.bytes, codec: codec, into: &writer) { stored = .none }
        } catch {
            writer.truncate(to: start)
            throw error
        }
        if stored == .none { writer.append(bytes.bytes) }

        writer.patchBE(Int32(writer.count - start - 12), at: start + RecordBatchHeader.lengthOffset)
        writer.patchBE(Int8(2), at: start + RecordBatchHeader.magicOffset)
        writer.patchBE(Int16(stored.rawValue), at: start + RecordBatchHeader.attributesOffset)
        writer.patchBE(count - 1, at: start + 23)
        writer.patchBE(baseTimestamp, at: start + 27)
        writer.patchBE(maxTimestamp, at: start + 35)
        writer.patchBE(Int64(-1), at: start + 43)
        writer.patchBE(Int16(-1), at: start + 51)
        writer.patchBE(Int32(-1), at: start + 53)
        writer.patchBE(count, at: start + 57)
        let covered = UnsafeRawBufferPointer(rebasing: writer.bytes[(start + RecordBatchHeader.attributesOffset)...])
        writer.patchBE(CRC32C.checksum(covered), at: start + RecordBatchHeader.checksumOffset)
        return stored
    }

    private mutating func append(_ field: UnsafeRawBufferPointer?) {
        guard let field else { return bytes.appendZigzagVarint(-1) }
        bytes.appendZigzagVarint(Int64(field.count))
        bytes.append(field)
    }

    private static func length(of field: UnsafeRawBufferPointer?) -> Int {
        guard let field else { return 1 }
        return ByteWriter.zigzagVarintLength(Int64(field.count)) &+ field.count
    }
}
