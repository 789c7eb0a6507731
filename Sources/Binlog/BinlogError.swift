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
    /// A column type whose values cannot be decoded yet, or one that no known server has.
    case unsupportedColumn(TableName, column: String, type: UInt8)
    /// A row event whose column count is not that of its table's TABLE_MAP.
    case columnCountMismatch(TableName, EventType, endPosition: UInt32, expected: Int, found: Int)
    /// A row's bytes end early, or hold a value that the column's type cannot have.
    case malformedRow(TableName, column: String, EventType, endPosition: UInt32, offset: Int)
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

extension BinlogError {
    /// True when reading the same events again over a new connection may help.
    public var isRetriable: Bool {
        switch self {
        case .headerTruncated, .lengthMismatch, .checksumMismatch, .positionMismatch: true
        default: false
        }
    }
}

extension BinlogError: CustomStringConvertible {
    /// What went wrong, in one line.
    public var description: String {
        switch self {
        case .headerTruncated(let bytes): "event of \(bytes) bytes is shorter than an event header"
        case .lengthMismatch(let type, let end, let declared, let received):
            "\(type) event ending at \(end): \(declared) bytes announced, \(received) received"
        case .checksumMismatch(let type, let end, let expected, let computed):
            "\(type) event ending at \(end): CRC-32 is \(computed), the event says \(expected)"
        case .unknownChecksumAlgorithm(let code, let end):
            "Format_desc event ending at \(end): unknown checksum algorithm \(code)"
        case .unsupportedFormat(let version, let length): "binlog format \(version) with \(length)-byte headers"
        case .malformed(let type, let end, let cause): "\(type) event ending at \(end) is malformed: \(cause)"
        case .unknownEvent(let type, let end): "unknown \(type) (code \(type.rawValue)) ending at \(end)"
        case .unsupportedEvent(let type, let end):
            "\(type) event (code \(type.rawValue)) ending at \(end) is not supported yet"
        case .incident(let code, let message, let end):
            "the server reports lost changes before position \(end): \(message) (incident \(code))"
        case .unsupportedColumn(let table, let column, let type):
            "column \(column) of \(table) has a type that is not supported yet (code \(type))"
        case .columnCountMismatch(let table, let type, let end, let expected, let found):
            "\(type) event ending at \(end): \(found) columns, but the table map of \(table) has \(expected)"
        case .malformedRow(let table, let column, let type, let end, let offset):
            "\(type) event ending at \(end): column \(column) of \(table) is malformed at row byte \(offset)"
        case .positionMismatch(let type, let computed, let end):
            "\(type) event ends at \(computed) by its size, but at \(end) (modulo 2^32) by its header"
        case .malformedPosition(let what): what
        }
    }

    /// What the operator can do about it, in one line.
    public var remedy: String {
        switch self {
        case .headerTruncated, .lengthMismatch, .checksumMismatch, .positionMismatch:
            "reconnect; if it comes again, check the file on the server with mysqlbinlog --verify-binlog-checksum"
        case .unknownChecksumAlgorithm: "SET GLOBAL binlog_checksum=CRC32 on the source"
        case .unsupportedFormat: "use a source of MySQL 8.4 or later or MariaDB 10.11 or later"
        case .malformed, .malformedRow, .columnCountMismatch:
            "check the file on the server with mysqlbinlog; if that reads it, report this as a bug"
        case .unknownEvent: "the source is newer than this version knows: upgrade, or skip the transaction"
        case .unsupportedEvent(.transactionPayload, _): "SET GLOBAL binlog_transaction_compression=OFF on the source"
        case .unsupportedEvent(.partialUpdateRows, _): "SET GLOBAL binlog_row_value_options='' on the source"
        case .unsupportedEvent(.mariaDBStartEncryption, _): "read the binlog from the server, which decrypts it"
        case .unsupportedEvent(let type, _) where type.rawValue >= 165: "SET GLOBAL log_bin_compress=OFF on the source"
        case .unsupportedEvent: "SET GLOBAL binlog_format=ROW on the source, or skip the transaction"
        case .incident: "take the missing rows from the source again, then skip the event"
        case .unsupportedColumn: "leave the table out of `capture`"
        case .malformedPosition: "write it as the server prints it"
        }
    }
}
