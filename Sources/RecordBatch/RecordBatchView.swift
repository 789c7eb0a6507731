import Bytes

/// A record batch in memory that somebody else owns: its header, its checksum and its records.
public struct RecordBatchView {
    public let header: RecordBatchHeader
    /// The whole batch.
    public let bytes: UnsafeRawBufferPointer

    /// Reads the batch at the start of `bytes`; what follows it is not looked at.
    ///
    /// - Throws: `truncated` when the batch is not whole, `malformed` for another format. The checksum is not
    ///   verified: see `verifyChecksum`.
    public init(_ bytes: UnsafeRawBufferPointer) throws(RecordBatchError) {
        header = try RecordBatchHeader(bytes)
        self.bytes = UnsafeRawBufferPointer(rebasing: bytes[..<header.byteLength])
    }

    /// - Throws: `checksum` when the bytes are not those that were written.
    public func verifyChecksum() throws(RecordBatchError) {
        let computed = CRC32C.checksum(UnsafeRawBufferPointer(rebasing: bytes[RecordBatchHeader.attributesOffset...]))
        guard computed == header.checksum else {
            throw .checksum(stored: header.checksum, computed: computed)
        }
    }

    /// The records, decompressed where they have to be.
    ///
    /// - Parameters:
    ///   - decompressor: holds the decompressed bytes; the records are valid until it is used again.
    ///   - bytesMax: the most that the records may take decompressed.
    /// - Throws: `unsupportedCompression`, `tooLarge`, `compression` for bytes that the codec refuses.
    public func records(
        using decompressor: BatchDecompressor, bytesMax: Int
    ) throws(RecordBatchError) -> RecordIterator {
        let stored = UnsafeRawBufferPointer(rebasing: bytes[RecordBatchHeader.byteCount...])
        let plain = try decompressor.decompress(stored, codec: header.compression, bytesMax: bytesMax)
        return RecordIterator(header: header, bytes: plain, decompressor: decompressor)
    }
}
