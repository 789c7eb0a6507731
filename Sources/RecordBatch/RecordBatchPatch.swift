/// Sets the two fields of a batch that only the log knows. Neither is covered by the batch's checksum.
public enum RecordBatchPatch {
    /// - Precondition: `batch` begins with a whole batch header.
    public static func set(baseOffset: Int64, leaderEpoch: Int32, in batch: UnsafeMutableRawBufferPointer) {
        precondition(batch.count >= RecordBatchHeader.byteCount, "no batch header to patch")
        batch.storeBytes(of: baseOffset.bigEndian, as: Int64.self)
        batch.storeBytes(
            of: leaderEpoch.bigEndian, toByteOffset: RecordBatchHeader.leaderEpochOffset, as: Int32.self)
    }
}
