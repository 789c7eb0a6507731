/// The few fields of a Kafka record batch that the log looks at or fills in; all else in it is opaque.
///
///      0 baseOffset i64 *      8 batchLength i32 (bytes after this field)   12 partitionLeaderEpoch i32 *
///     16 magic i8 (2)         17 crc u32 of bytes 21…                       23 lastOffsetDelta i32
///     57 records count i32    61 records
///
/// Big-endian; * is filled in by the writer and lies outside the batch's own checksum.
/// Source: Apache Kafka documentation, "Record Batch".
enum BatchHeader {
    static let size = 61

    /// Says what is wrong with a batch, or nil.
    static func problem(in batch: UnsafeRawBufferPointer, recordCount: UInt32) -> String? {
        guard batch.count >= size else { return "a batch of \(batch.count) bytes is shorter than its header" }
        func big(_ offset: Int) -> UInt32 {
            UInt32(bigEndian: batch.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
        }
        guard batch[16] == 2 else { return "a batch has magic \(batch[16]), not 2" }
        guard Int(big(8)) == batch.count - 12 else {
            return "a batch of \(batch.count) bytes says that \(big(8)) follow its first 12"
        }
        guard recordCount > 0, big(23) == recordCount - 1 else {
            return "a batch of \(recordCount) records has last offset delta \(big(23))"
        }
        return nil
    }

    /// True if the bytes before the checksum are those of this batch.
    /// - Parameter batch: its first bytes, at least the header.
    static func isHead(
        _ batch: UnsafeRawBufferPointer,
        byteLength: Int,
        baseOffset: Int64,
        leaderEpoch: Int32
    ) -> Bool {
        guard batch.count >= size else { return false }
        return Int64(bigEndian: batch.loadUnaligned(as: Int64.self)) == baseOffset
            && Int(Int32(bigEndian: batch.loadUnaligned(fromByteOffset: 8, as: Int32.self))) == byteLength - 12
            && Int32(bigEndian: batch.loadUnaligned(fromByteOffset: 12, as: Int32.self)) == leaderEpoch
            && batch[16] == 2
    }

    /// Fills in what only the writer knows.
    static func patch(_ batch: UnsafeMutableRawPointer, baseOffset: Int64, leaderEpoch: Int32) {
        batch.storeBytes(of: baseOffset.bigEndian, as: Int64.self)
        batch.storeBytes(of: leaderEpoch.bigEndian, toByteOffset: 12, as: Int32.self)
    }
}
