import Bytes

/// The front of a TABLE_MAP event: which table the row events after it belong to. A view that allocates nothing, so
/// that it can be made of every TABLE_MAP; the columns are read by `TableMapEvent` when they changed.
///
///     0  table id, 6 bytes    6  flags u16
///     8  database length u8, name, 0          table name length u8, name, 0
///     …  the columns: see `TableMapEvent`
///
/// Source: MySQL `Table_map_event` (libs/mysql/binlog/event/rows_event.h); MariaDB has the same.
public struct TableMapHeader {
    /// The server's number for this table; row events name it. A table gets a new one when its definition is
    /// reopened, so the same number always means the same definition within one file.
    public let tableId: UInt64
    public let flags: UInt16
    /// UTF-8.
    public let database: UnsafeRawBufferPointer
    /// UTF-8.
    public let table: UnsafeRawBufferPointer
    /// Column count and everything after it.
    public let columns: UnsafeRawBufferPointer
    /// Everything but the table id: two TABLE_MAP events with the same bytes here define the same table alike.
    public let definition: UnsafeRawBufferPointer
    let frame: EventFrame

    public init(_ frame: EventFrame) throws(BinlogError) {
        var cursor = ByteCursor(frame.body)
        do throws(BytesError) {
            tableId = try cursor.uintLE(width: 6)
            definition = UnsafeRawBufferPointer(rebasing: frame.body[6...])
            flags = try cursor.u16le()
            database = try cursor.bytes(Int(try cursor.u8()))
            try cursor.skip(1)
            table = try cursor.bytes(Int(try cursor.u8()))
            try cursor.skip(1)
            columns = cursor.rest()
        } catch { throw frame.malformed(error) }
        self.frame = frame
    }

    /// Database and table as text, for messages.
    public var name: BinlogError.TableName {
        BinlogError.TableName(
            database: String(decoding: database, as: UTF8.self),
            table: String(decoding: table, as: UTF8.self)
        )
    }
}

/// A table's definition as it last stood in a TABLE_MAP event, to recognise it when it comes again: the server sends
/// one before each statement's rows, nearly always the same.
public struct TableMapFingerprint: Sendable, Equatable {
    let bytes: [UInt8]

    public init(_ header: TableMapHeader) { bytes = Array(header.definition) }

    /// True when the event defines the table byte for byte as the one that this was made of.
    public func matches(_ header: TableMapHeader) -> Bool {
        let other = header.definition
        guard other.count == bytes.count else { return false }
        // Eight bytes at a step: this runs before every statement's rows.
        return bytes.withUnsafeBytes { mine in
            var at = 0
            while at &+ 8 <= mine.count {
                let one = mine.loadUnaligned(fromByteOffset: at, as: UInt64.self)
                if one != other.loadUnaligned(fromByteOffset: at, as: UInt64.self) { return false }
                at &+= 8
            }
            while at < mine.count {
                if mine[at] != other[at] { return false }
                at &+= 1
            }
            return true
        }
    }
}
