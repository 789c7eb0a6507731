import Bytes

/// Goes through the records of a batch, from the first to the last.
public struct RecordIterator {
    private let header: RecordBatchHeader
    private var cursor: ByteCursor
    private var left: Int32
    /// Keeps the memory of decompressed records alive as long as there are more to read.
    private let decompressor: BatchDecompressor

    init(header: RecordBatchHeader, bytes: UnsafeRawBufferPointer, decompressor: BatchDecompressor) {
        self.header = header
        cursor = ByteCursor(bytes)
        left = header.recordCount
        self.decompressor = decompressor
    }

    /// The next record; nil after as many as the header announces.
    ///
    /// - Throws: `truncated` or `malformed` when the bytes are not records, also when something follows the last one.
    public mutating func next() throws(RecordBatchError) -> RecordView? {
        guard left > 0 else {
            guard cursor.isAtEnd else {
                throw .malformed("\(cursor.remaining) bytes after the last of \(header.recordCount) records")
            }
            return nil
        }
        left -= 1
        guard let bytes = try cursor.recordField() else { throw .malformed("a record of length -1") }
        var record = ByteCursor(bytes)
        do {
            // Record attributes: no bit of them has a meaning so far.
            try record.skip(1)
        } catch {
            throw RecordBatchError(error)
        }
        let timestampDelta = try record.recordVarint()
        let offsetDelta = try record.recordVarint()
        guard offsetDelta >= 0, offsetDelta <= Int64(header.lastOffsetDelta) else {
            throw .malformed("offset delta \(offsetDelta), the batch's last is \(header.lastOffsetDelta)")
        }
        let key = try record.recordField()
        let value = try record.recordField()
        let headers = try RecordHeaders(&record)
        guard record.isAtEnd else { throw .malformed("\(record.remaining) bytes after a record's headers") }
        return RecordView(
            offset: header.baseOffset &+ offsetDelta,
            timestamp: header.hasAppendTime ? header.maxTimestamp : header.baseTimestamp &+ timestampDelta,
            key: key, value: value, headers: headers)
    }
}
