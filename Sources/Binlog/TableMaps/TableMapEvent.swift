import Bytes

/// The columns of a table, as the row events after it hold them.
///
///     …  column count, length-encoded    …  type u8 × columns
///     …  metadata length, length-encoded; 0 to 2 bytes a column, by its type
///     …  nullable bitmap, lowest bit first
///     …  optional fields, each type u8, length (length-encoded), value: see `TableMapMetadata`
///
/// Reading one allocates: do it for a definition that was not seen before (`TableMapFingerprint`).
/// Source: MySQL `Table_map_event` (libs/mysql/binlog/event/rows_event.h); MariaDB has the same.
public struct TableMapEvent: Sendable, Equatable {
    public let tableId: UInt64
    public let flags: UInt16
    public let name: BinlogError.TableName
    public let columns: [TableMapColumn]
    /// Indices into `columns`, in key order; empty when there is no primary key, or the server did not send it.
    public let primaryKey: [Int]
    /// For each part of the primary key the length of its prefix in characters, 0 for the whole column.
    public let primaryKeyPrefixes: [Int]
    /// False when the server did not say which numbers are unsigned (MariaDB's binlog_row_metadata=NO_LOG).
    public let hasSignedness: Bool

    /// - Parameter flavour: of the server, as the FORMAT_DESCRIPTION event says: the two count text columns
    ///   differently.
    public init(_ frame: EventFrame, flavour: FormatDescriptionEvent.Flavour) throws(BinlogError) {
        try self.init(try TableMapHeader(frame), flavour: flavour)
    }

    /// Throws `BinlogError.unsupportedColumn` for a type code that no known server has, `.malformed` for broken bytes.
    public init(_ header: TableMapHeader, flavour: FormatDescriptionEvent.Flavour) throws(BinlogError) {
        tableId = header.tableId
        flags = header.flags
        name = header.name
        var unknown: (index: Int, code: UInt8)?
        do throws(BytesError) {
            var cursor = ByteCursor(header.columns)
            var columns = try Self.readColumns(&cursor, unknown: &unknown)
            var metadata = TableMapMetadata(flavour: flavour)
            try metadata.read(&cursor, columns: &columns)
            self.columns = columns
            primaryKey = metadata.primaryKey
            primaryKeyPrefixes = metadata.primaryKeyPrefixes
            hasSignedness = metadata.hasSignedness
        } catch {
            if let unknown {
                throw .unsupportedColumn(header.name, column: "#\(unknown.index + 1)", type: unknown.code)
            }
            throw header.frame.malformed(error)
        }
    }

    public var database: String { name.database }
    public var table: String { name.table }

    private static func readColumns(
        _ cursor: inout ByteCursor,
        unknown: inout (index: Int, code: UInt8)?
    ) throws(BytesError) -> [TableMapColumn] {
        let count = try cursor.lengthEncodedInteger()
        guard count <= UInt64(cursor.remaining) else { throw .malformed("more columns than bytes", at: cursor.offset) }
        let types = try cursor.bytes(Int(count))
        let metadataLength = try cursor.lengthEncodedInteger()
        guard metadataLength <= UInt64(cursor.remaining) else {
            throw .malformed("more metadata than bytes", at: cursor.offset)
        }
        var metadata = ByteCursor(try cursor.bytes(Int(metadataLength)))
        let nullable = try cursor.bytes((Int(count) + 7) / 8)
        var columns: [TableMapColumn] = []
        columns.reserveCapacity(Int(count))
        for (index, code) in types.enumerated() {
            guard let type = ColumnType(rawValue: code) else {
                unknown = (index, code)
                throw .malformed("unknown column type", at: index)
            }
            let (real, value) = try readMetadata(of: type, &metadata)
            let isNullable = nullable[index / 8] >> UInt8(index % 8) & 1 != 0
            columns.append(TableMapColumn(typeCode: real, metadata: value, isNullable: isNullable))
        }
        guard metadata.isAtEnd else { throw .malformed("metadata longer than the columns need", at: 0) }
        return columns
    }

    /// The real type and its metadata in the form of `TableMapColumn.metadata`.
    private static func readMetadata(
        of type: ColumnType,
        _ cursor: inout ByteCursor
    ) throws(BytesError) -> (UInt8, UInt16) {
        switch type {
        case .float, .double, .blob, .tinyBlob, .mediumBlob, .longBlob, .blobCompressed, .json, .geometry, .vector,
            .timestamp2, .dateTime2, .time2:
            return (type.rawValue, UInt16(try cursor.u8()))
        case .varchar, .varString, .varcharCompressed:
            return (type.rawValue, try cursor.u16le())
        case .newDecimal:
            return (type.rawValue, try cursor.u16be())
        case .bit:
            let bits = UInt16(try cursor.u8())
            let bytes = UInt16(try cursor.u8())
            return (type.rawValue, bytes * 8 + bits)
        case .string, .enumeration, .set:
            let real = try cursor.u8()
            let length = UInt16(try cursor.u8())
            if real == ColumnType.enumeration.rawValue || real == ColumnType.set.rawValue { return (real, length) }
            // A CHAR over 255 bytes has the two upper bits of its length, inverted, in bits 4 and 5 of the type.
            return (real | 0x30, UInt16(real & 0x30 ^ 0x30) << 4 | length)
        default:
            return (type.rawValue, 0)
        }
    }
}
