import Bytes

/// Collects the records of one batch and writes it as a Kafka record batch v2. It keeps its memory between batches:
/// a builder that is used again and again allocates nothing, neither per record nor per batch.
/// Not for use by two threads at once.
public final class RecordBatchBuilder {
    // Behind a pointer, because each access to a variable of a class costs a check at run time.
    private let records: UnsafeMutablePointer<RecordSequence>

    /// Changes the records, and the memory that holds them, with another builder's.
    public func swapRecords(with other: RecordBatchBuilder) { swap(&records.pointee, &other.records.pointee) }

    /// - Parameter capacity: bytes of records to reserve at once.
    public init(capacity: Int = 4096) {
        records = .allocate(capacity: 1)
        records.initialize(to: RecordSequence(capacity: capacity))
    }

    deinit {
        records.deinitialize(count: 1)
        records.deallocate()
    }

    /// Records appended since the last `seal` or `removeAll`.
    public var recordCount: Int32 { records.pointee.count }

    public var isEmpty: Bool { records.pointee.count == 0 }

    /// The largest timestamp among the records, milliseconds since 1970; meaningless while there is none.
    public var maxTimestamp: Int64 { records.pointee.maxTimestamp }

    /// Bytes that the batch would have uncompressed, header included.
    public var uncompressedCount: Int { RecordBatchHeader.byteCount + records.pointee.byteCount }

    /// Bytes of memory held.
    public var reservedCapacity: Int { records.pointee.reservedCapacity }

    /// Appends a record without headers.
    ///
    /// - Parameters:
    ///   - timestampMilliseconds: since 1970; the first record's is the batch's base.
    ///   - key: nil for a null key.
    ///   - value: nil for a null value (a tombstone).
    public func append(
        timestampMilliseconds: Int64, key: UnsafeRawBufferPointer?, value: UnsafeRawBufferPointer?
    ) {
        records.pointee.append(
            timestamp: timestampMilliseconds, key: key, value: value,
            headers: UnsafeBufferPointer(start: nil, count: 0))
    }

    /// Appends a record with headers, in their order.
    public func append(
        timestampMilliseconds: Int64, key: UnsafeRawBufferPointer?, value: UnsafeRawBufferPointer?,
        headers: UnsafeBufferPointer<RecordHeader>
    ) {
        records.pointee.append(timestamp: timestampMilliseconds, key: key, value: value, headers: headers)
    }

    /// Forgets the records and keeps the memory.
    public func removeAll() { records.pointee.removeAll(keepingCapacityUpTo: .max) }

    /// Forgets the records and gives memory above `capacityMax` back (after one outsized batch).
    public func removeAll(keepingCapacityUpTo capacityMax: Int) {
        records.pointee.removeAll(keepingCapacityUpTo: capacityMax)
    }

    /// Appends the finished batch to `writer` and empties the builder. Base offset and leader epoch are 0: the log
    /// sets them (`RecordBatchPatch`). Records that do not shrink are stored as they are, and the batch says so.
    ///
    /// - Precondition: at least one record, and less than 2 GiB of them.
    /// - Throws: `compression` when the library refuses, which means that it is out of memory. The records stay, and
    ///   nothing is appended.
    public func seal(
        codec: Compression, using compressor: BatchCompressor, into writer: inout ByteWriter
    ) throws(RecordBatchError) -> SealedBatch {
        precondition(!isEmpty, "a batch without records makes consumers stall")
        precondition(uncompressedCount <= Int(Int32.max), "a batch is less than 2 GiB")
        let start = writer.count
        let uncompressedLength = uncompressedCount
        let stored = try records.pointee.store(codec: codec, using: compressor, into: &writer)
        let sealed = SealedBatch(
            byteLength: writer.count - start, uncompressedLength: uncompressedLength, recordCount: recordCount,
            maxTimestamp: records.pointee.maxTimestamp, compression: stored)
        removeAll()
        return sealed
    }
}
