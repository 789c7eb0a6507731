import Bytes
import RecordBatch
import Routing

/// What the writers of all tables share: the open frame and buffers for a record's key and value, kept from row to row
/// so that none is allocated.
struct RecordOutput: ~Copyable {
    var frames: FrameAssembler
    var key = ByteWriter(capacity: 256)
    /// The key of a row under its other name, when an update changes it.
    var otherKey = ByteWriter(capacity: 256)
    var value = ByteWriter(capacity: 4096)
    /// The current transaction as a key (see `KeyChoice.transaction`).
    var transactionKey = ByteWriter(capacity: 80)
    /// Where the current transaction begins in its file.
    var transactionStart: UInt64 = 0
    /// Record timestamp of the current rows: when their transaction was committed, ms since 1970.
    var timestampMilliseconds: Int64 = 0
    /// Rows of the current transaction written so far, and in all, for formats that say it (see `EventDecoder.replay`).
    var transactionRow = 0
    var transactionRows = 0
    /// Largest record, key and value together.
    let recordBytesMax: Int

    init(frames: consuming FrameAssembler, recordBytesMax: Int) {
        self.frames = frames
        self.recordBytesMax = recordBytesMax
    }

    /// Adds a record with headers to the partition that its key chooses.
    mutating func append(
        to partitions: [PartitionBatch], key: UnsafeRawBufferPointer?, value: UnsafeRawBufferPointer?,
        headers: UnsafeBufferPointer<RecordHeader>
    ) throws {
        let headerBytes = headers.reduce(0) { $0 + $1.key.count + ($1.value?.count ?? 0) }
        try check(byteCount: (key?.count ?? 0) + (value?.count ?? 0) + headerBytes)
        try frames.append(
            to: Self.partition(of: key, among: partitions), timestampMilliseconds: timestampMilliseconds, key: key,
            value: value, headers: headers)
    }

    @inline(__always)
    private func check(byteCount: Int) throws {
        guard byteCount <= recordBytesMax else {
            throw RecordTooLarge(byteCount: byteCount, byteCountMax: recordBytesMax)
        }
    }

    /// Adds a record to the partition that its key chooses.
    @inline(__always)
    mutating func append(
        to partitions: [PartitionBatch], key: UnsafeRawBufferPointer?, value: UnsafeRawBufferPointer?,
        header: RecordHeader? = nil
    ) throws {
        try append(to: Self.partition(of: key, among: partitions), key: key, value: value, header: header)
    }

    @inline(__always)
    static func partition(of key: UnsafeRawBufferPointer?, among partitions: [PartitionBatch]) -> PartitionBatch {
        partitions[Int(Partitioner.partition(key: key, count: Int32(partitions.count)))]
    }

    /// Adds a record to a partition.
    @inline(__always)
    mutating func append(
        to partition: PartitionBatch, key: UnsafeRawBufferPointer?, value: UnsafeRawBufferPointer?,
        header: RecordHeader? = nil
    ) throws {
        try check(byteCount: (key?.count ?? 0) + (value?.count ?? 0))
        try frames.append(
            to: partition, timestampMilliseconds: timestampMilliseconds, key: key, value: value,
            header: header)
    }
}

/// A row that takes more bytes as a record than `record_bytes_max`.
struct RecordTooLarge: Error {
    let byteCount: Int
    let byteCountMax: Int
}
