import Bytes

/// Rows that were inserted, updated or deleted in one table. A view; `RowDecoder` reads the rows.
///
///     0  table id, 6 bytes    6  flags u16
///     8  version 2 only: length u16 of the extra data with this field, extra data
///     …  column count, length-encoded    …  bitmap: columns in the image (for updates: in the image before)
///     …  updates only: bitmap, columns in the image after
///     …  rows: for each image a null bitmap over its columns and the values that are not null
///
/// PARTIAL_UPDATE_ROWS (binlog_row_value_options=PARTIAL_JSON) is version 2; between the images of a row stand
/// options and bits, see `RowDecoder`.
/// Source: MySQL `Rows_event` (libs/mysql/binlog/event/rows_event.h); MariaDB writes version 1.
public struct RowsEvent {
    public enum Operation: Sendable, Equatable {
        case insert
        case update
        case delete
    }

    public let header: EventHeader
    public let operation: Operation
    public let tableId: UInt64
    /// Bit 0: the statement's last row event. 1: no foreign key checks. 2: relaxed unique checks.
    public let flags: UInt16
    public let columnCount: Int
    /// Bit i (lowest first) set: column i is in the rows' image before; for inserts in their only image.
    public let presentBefore: UnsafeRawBufferPointer
    /// The same for the image after; for inserts and deletes the same bytes as `presentBefore`.
    public let presentAfter: UnsafeRawBufferPointer
    public let rows: UnsafeRawBufferPointer
    /// PARTIAL_UPDATE_ROWS: JSON columns after the update may be given by what changed in them.
    public let isPartial: Bool

    /// Reads the event up to its rows.
    ///
    /// Throws `BinlogError.unsupportedEvent` for compressed row events (`EventInflater` makes plain ones of them) and
    /// everything that holds no rows, `.malformed` for broken ones.
    @inlinable
    public init(_ frame: EventFrame) throws(BinlogError) {
        let isVersion2: Bool
        switch frame.header.type {
        case .writeRowsV2: (operation, isVersion2) = (.insert, true)
        case .updateRowsV2, .partialUpdateRows: (operation, isVersion2) = (.update, true)
        case .deleteRowsV2: (operation, isVersion2) = (.delete, true)
        case .writeRowsV1: (operation, isVersion2) = (.insert, false)
        case .updateRowsV1: (operation, isVersion2) = (.update, false)
        case .deleteRowsV1: (operation, isVersion2) = (.delete, false)
        default: throw .unsupportedEvent(frame.header.type, endPosition: frame.header.nextPosition)
        }
        header = frame.header
        isPartial = frame.header.type == .partialUpdateRows
        var cursor = ByteCursor(frame.body)
        do throws(BytesError) {
            tableId = try cursor.uintLE(width: 6)
            flags = try cursor.u16le()
            if isVersion2 {
                let extraLength = Int(try cursor.u16le())
                guard extraLength >= 2 else { throw BytesError.malformed("extra data shorter than its length", at: 8) }
                try cursor.skip(extraLength - 2)
            }
            let count = try cursor.lengthEncodedInteger()
            guard count <= 65_535 else { throw BytesError.malformed("more columns than a table has", at: 8) }
            columnCount = Int(count)
            presentBefore = try cursor.bytes((columnCount + 7) / 8)
            presentAfter = operation == .update ? try cursor.bytes((columnCount + 7) / 8) : presentBefore
            rows = cursor.rest()
        } catch { throw frame.malformed(error) }
    }

    /// Whether the image after does not hold every column (row image MINIMAL or NOBLOB).
    public var leavesColumnsOut: Bool {
        (0..<columnCount).contains { presentAfter[$0 / 8] >> UInt8($0 % 8) & 1 == 0 }
    }

    /// True for the last row event of a statement: the table ids of its TABLE_MAP events end here.
    @inlinable
    public var isStatementEnd: Bool { flags & 1 != 0 }
}
