import Bytes

/// One record of a batch. The views are valid as long as the memory of its batch, or of the decompressor that was
/// used.
public struct RecordView {
    public let offset: Int64
    /// Milliseconds since 1970.
    public let timestamp: Int64
    /// nil for a null key.
    public let key: UnsafeRawBufferPointer?
    /// nil for a null value (a tombstone).
    public let value: UnsafeRawBufferPointer?
    /// The headers, already checked.
    public let headers: RecordHeaders
}

/// The headers of one record, in their order.
public struct RecordHeaders: Sequence {
    public let count: Int
    private let bytes: UnsafeRawBufferPointer

    /// Reads headers up to the end of a record.
    init(_ cursor: inout ByteCursor) throws(RecordBatchError) {
        let announced = try cursor.recordVarint()
        // A header takes two bytes at least: a count beyond that is a lie, and would only keep the loop busy.
        guard announced >= 0, announced <= Int64(cursor.remaining / 2) else {
            throw .malformed("\(announced) headers in a record with \(cursor.remaining) bytes left")
        }
        count = Int(announced)
        let start = cursor
        for _ in 0..<count { _ = try RecordHeader(&cursor) }
        bytes = UnsafeRawBufferPointer(start: start.base + start.offset, count: cursor.offset - start.offset)
    }

    public struct Iterator: IteratorProtocol {
        private var cursor: ByteCursor
        private var left: Int

        init(_ headers: RecordHeaders) {
            cursor = ByteCursor(headers.bytes)
            left = headers.count
        }

        public mutating func next() -> RecordHeader? {
            guard left > 0 else { return nil }
            left -= 1
            // The bytes were read once without an error when the headers were made.
            return try? RecordHeader(&cursor)
        }
    }

    public func makeIterator() -> Iterator { Iterator(self) }
}

extension RecordHeader {
    init(_ cursor: inout ByteCursor) throws(RecordBatchError) {
        guard let key = try cursor.recordField() else { throw .malformed("a header without a name") }
        self.init(key: key, value: try cursor.recordField())
    }
}

extension ByteCursor {
    /// A zigzag varint, with the error of this module.
    mutating func recordVarint() throws(RecordBatchError) -> Int64 {
        do {
            return try zigzagVarint()
        } catch {
            throw RecordBatchError(error)
        }
    }

    /// A length and as many bytes; nil for length −1.
    mutating func recordField() throws(RecordBatchError) -> UnsafeRawBufferPointer? {
        let length = try recordVarint()
        if length == -1 { return nil }
        guard length >= 0, length <= Int64(remaining) else {
            throw .truncated(needed: Int(clamping: length), left: remaining)
        }
        do {
            return try bytes(Int(length))
        } catch {
            throw RecordBatchError(error)
        }
    }
}
