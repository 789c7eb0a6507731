import Bytes

/// Why an event could not be understood. No case is worth a retry with the same bytes; after a checksum or truncation
/// error a new connection may bring whole ones.
public enum BinlogError: Error, Equatable {
    /// Fewer than the 19 bytes of an event's header.
    case headerTruncated(bytes: Int)
    /// The header's length field is not the length of what was received.
    case lengthMismatch(EventType, endPosition: UInt32, declared: UInt32, received: Int)
    /// The event's CRC-32 does not fit its bytes.
    case checksumMismatch(EventType, endPosition: UInt32, expected: UInt32, computed: UInt32)
    /// A FORMAT_DESCRIPTION event names a checksum algorithm other than none and CRC-32.
    case unknownChecksumAlgorithm(UInt8, endPosition: UInt32)
    /// Only format 4 (since MySQL 5.0) with 19-byte headers is understood.
    case unsupportedFormat(version: UInt16, headerLength: UInt8)
    /// The body does not follow the format of its type.
    case malformed(EventType, endPosition: UInt32, BytesError)
    /// An event that no known server writes and that may not be passed over.
    case unknownEvent(EventType, endPosition: UInt32)
    /// An event that is known but cannot be decoded yet.
    case unsupportedEvent(EventType, endPosition: UInt32)
    /// An INCIDENT event: the server lost changes.
    case incident(code: UInt16, message: String, endPosition: UInt32)
    /// A binlog file whose events are encrypted; the server decrypts what it sends.
    case encryptedFile(endPosition: UInt32)
    /// Compressed bytes that do not decompress, and why.
    case notDecompressed(EventType, endPosition: UInt32, String)
    /// A decompressed or reassembled event above the limit.
    case eventTooLarge(EventType, endPosition: UInt32, bytes: UInt64, bytesMax: Int)
    /// An event inside of a TRANSACTION_PAYLOAD that belongs to a file or a stream and not to a transaction.
    case unexpectedInPayload(EventType, endPosition: UInt32)
    /// Fragments of a row event that do not follow one another.
    case fragmentsBroken(endPosition: UInt32, String)
    /// A column type whose values cannot be decoded yet, or one that no known server has.
    case unsupportedColumn(TableName, column: String, type: UInt8)
    /// A row event whose column count is not that of its table's TABLE_MAP.
    case columnCountMismatch(TableName, EventType, endPosition: UInt32, expected: Int, found: Int)
    /// A row's bytes end early, or hold a value that the column's type cannot have.
    case malformedRow(TableName, column: String, EventType, endPosition: UInt32, offset: Int)
    /// The decompressed or patched values of one row take more memory than the limit.
    case rowTooLarge(TableName, column: String, endPosition: UInt32, bytesMax: Int)
    /// A partial JSON update, but the document that it changes is not in the row's image before.
    case partialJSONWithoutDocument(TableName, column: String, endPosition: UInt32)
    /// A partial JSON update that does not fit the document that it changes.
    case partialJSONRejected(TableName, column: String, endPosition: UInt32, String)
    /// The position computed from the events' sizes differs from the one that the server wrote.
    case positionMismatch(EventType, computed: UInt64, endPosition: UInt32)
    /// Text or bytes that are no GTID, GTID set or position.
    case malformedPosition(String)

    /// Database and table, as the TABLE_MAP event names them.
    public struct TableName: Hashable, Sendable, CustomStringConvertible {
        public let database: String
        public let table: String

        public init(database: String, table: String) {
            self.database = database
            self.table = table
        }

        public var description: String { "\(database).\(table)" }
    }
}
