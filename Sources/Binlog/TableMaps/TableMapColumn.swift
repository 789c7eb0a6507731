/// One column, as the TABLE_MAP event describes it.
public struct TableMapColumn: Sendable, Equatable {
    /// The code in the event, but the real type where it says 254 for ENUM, SET and CHAR; it need not be a
    /// `ColumnType` that is known.
    public internal(set) var typeCode: UInt8
    /// By type: CHAR, VARCHAR and BINARY the length in bytes; BLOB, TEXT, JSON, GEOMETRY, VECTOR the bytes of the
    /// length field; DECIMAL precision × 256 + scale; BIT the number of bits; ENUM and SET the bytes of a value; TIME,
    /// DATETIME and TIMESTAMP the fraction's digits; FLOAT and DOUBLE the bytes; else 0.
    public internal(set) var metadata: UInt16
    public internal(set) var isNullable: Bool
    /// Of a number column; false also when the server did not send it.
    public internal(set) var isUnsigned = false

    // What follows needs binlog_row_metadata=FULL but for the collations of text columns.

    /// UTF-8; nil when the server did not send the names.
    public internal(set) var name: String?
    /// Of a text, ENUM or SET column, by the server's number; nil when the server did not send it.
    public internal(set) var collation: UInt32?
    /// Of an ENUM or SET column, in the column's character set; empty when the server did not send them.
    public internal(set) var members: [[UInt8]] = []
    /// Of a GEOMETRY column.
    public internal(set) var geometryType: UInt32?
    /// Of a VECTOR column.
    public internal(set) var vectorDimensions: UInt32?
    /// False for an INVISIBLE column (MySQL 8.0.23 and later).
    public internal(set) var isVisible = true

    init(typeCode: UInt8, metadata: UInt16, isNullable: Bool) {
        self.typeCode = typeCode
        self.metadata = metadata
        self.isNullable = isNullable
    }

    /// Nil when no known server has the type.
    public var type: ColumnType? { ColumnType(rawValue: typeCode) }
}

extension TableMapColumn {
    /// Number columns, in the sense of the SIGNEDNESS field. MariaDB counts YEAR too, and so does MySQL.
    var isNumeric: Bool {
        switch type {
        case .tiny, .short, .int24, .long, .longlong, .newDecimal, .float, .double, .year: true
        default: false
        }
    }

    /// Text and binary string columns, in the sense of the COLUMN_CHARSET field.
    var isCharacter: Bool {
        switch type {
        case .string, .varString, .varchar, .blob, .tinyBlob, .mediumBlob, .longBlob: true
        case .blobCompressed, .varcharCompressed: true
        default: false
        }
    }

    var isEnumerationOrSet: Bool { type == .enumeration || type == .set }
}
