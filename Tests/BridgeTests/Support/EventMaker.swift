import Binlog

/// Makes events as a MySQL server writes them one after the other into a file, header and body, the checksum (which
/// counts in lengths and positions) cut off. The layouts are drawn at the types of `Binlog`.
struct EventMaker {
    /// Where the next event stands.
    var position: UInt32 = 1000
    static let uuid = "01010101-0202-0303-0404-050505050505"
    private static let uuidBytes: [UInt8] = [1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 5, 5, 5, 5]

    mutating func event(
        _ type: EventType, _ body: [UInt8] = [], flags: UInt16 = 0, end: UInt32? = nil
    ) -> [UInt8] {
        let length = UInt32(19 + body.count + 4)
        let header = EventHeader(
            timestamp: 1_700_000_000, type: type, serverId: 7, eventLength: length, nextPosition: 0, flags: flags)
        if header.isInFile { position += length }
        return Self.little(header.timestamp) + [type.rawValue] + Self.little(header.serverId) + Self.little(length)
            + Self.little(end ?? (header.isInFile ? position : 0)) + Self.little(flags) + body
    }

    static func little(_ value: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }

    mutating func gtid(_ number: UInt64) -> [UInt8] { event(.gtid, [0] + Self.uuidBytes + Self.little(number)) }

    mutating func anonymousGTID() -> [UInt8] { event(.anonymousGTID, [UInt8](repeating: 0, count: 25)) }

    mutating func mariadbGTID(_ sequence: UInt64, domain: UInt32 = 0, flags: UInt8 = 0) -> [UInt8] {
        event(.mariaDBGTID, Self.little(sequence) + Self.little(domain) + [flags] + [UInt8](repeating: 0, count: 6))
    }

    mutating func query(_ statement: String) -> [UInt8] {
        let front: [UInt8] = Self.little(77 as UInt32) + Self.little(0 as UInt32) + [2, 0, 0, 0, 0]
        return event(.query, front + Array("db".utf8) + [0] + Array(statement.utf8))
    }

    mutating func xid() -> [UInt8] { event(.xid, Self.little(9 as UInt64)) }

    mutating func xaPrepare(_ name: String, onePhase: Bool = false) -> [UInt8] {
        let lengths = Self.little(UInt32(name.utf8.count)) + Self.little(0 as UInt32)
        return event(.xaPrepare, [onePhase ? 1 : 0] + Self.little(1 as UInt32) + lengths + Array(name.utf8))
    }

    /// A group of MySQL's that ends with XA PREPARE, or with XA COMMIT … ONE PHASE.
    mutating func prepared(_ name: String, gtid number: UInt64, _ rows: Int32..., onePhase: Bool = false) -> [[UInt8]] {
        let hex = Self.xid(name)
        return [gtid(number), query("XA START \(hex)"), tableMap()] + rows.map { insert($0) }
            + [query("XA END \(hex)"), xaPrepare(name, onePhase: onePhase)]
    }

    /// `X'…',X'',1`, as the servers write it.
    static func xid(_ name: String) -> String {
        let hex = name.utf8.map { String($0, radix: 16) }.joined()
        return "X'\(hex)',X'',1"
    }

    mutating func xaEnd(_ verb: String, _ name: String, gtid number: UInt64) -> [[UInt8]] {
        [gtid(number), query("XA \(verb) \(Self.xid(name))")]
    }

    /// `db.<table>` with one column, `id INT PRIMARY KEY`.
    mutating func tableMap(_ table: String = "t", id: UInt8 = 50) -> [UInt8] {
        let names: [UInt8] = [2] + Array("db".utf8) + [0, UInt8(table.utf8.count)] + Array(table.utf8) + [0]
        let columns: [UInt8] = [1, 3, 0, 0]
        let metadata: [UInt8] = [1, 1, 0] + [4, 3, 2] + Array("id".utf8) + [8, 1, 0]
        return event(.tableMap, [id, 0, 0, 0, 0, 0, 1, 0] + names + columns + metadata)
    }

    /// The same table as with binlog_row_metadata=MINIMAL: without names and key, `columns` INTs.
    mutating func minimalTableMap(_ table: String = "t", id: UInt8 = 50, columns count: UInt8 = 1) -> [UInt8] {
        let names: [UInt8] = [2] + Array("db".utf8) + [0, UInt8(table.utf8.count)] + Array(table.utf8) + [0]
        let columns: [UInt8] = [count] + [UInt8](repeating: 3, count: Int(count)) + [0, 0xFE]
        return event(.tableMap, [id, 0, 0, 0, 0, 0, 1, 0] + names + columns + [1, 1, 0])
    }

    /// A row of a table with these INTs.
    mutating func insert(row: [Int32], table id: UInt8 = 50) -> [UInt8] {
        let front: [UInt8] = [id, 0, 0, 0, 0, 0, 1, 0, 2, 0, UInt8(row.count), 0xFF >> (8 - UInt8(row.count))]
        return event(.writeRowsV2, front + [0] + row.flatMap { Self.little($0) })
    }

    mutating func insert(_ rows: Int32..., table id: UInt8 = 50) -> [UInt8] {
        event(.writeRowsV2, Self.rowsFront(id) + [1] + rows.flatMap { [0] + Self.little($0) })
    }

    mutating func delete(_ row: Int32) -> [UInt8] {
        event(.deleteRowsV2, Self.rowsFront(50) + [1] + [0] + Self.little(row))
    }

    mutating func update(_ old: Int32, to new: Int32) -> [UInt8] {
        event(.updateRowsV2, Self.rowsFront(50) + [1, 1] + [0] + Self.little(old) + [0] + Self.little(new))
    }

    /// Table id, flags, no extra data, one column.
    private static func rowsFront(_ id: UInt8) -> [UInt8] { [id, 0, 0, 0, 0, 0, 1, 0, 2, 0, 1] }

    /// A whole transaction that inserts rows into `db.t`.
    mutating func transaction(_ number: UInt64, _ rows: Int32...) -> [[UInt8]] {
        [gtid(number), query("BEGIN"), tableMap()] + rows.map { insert($0) } + [xid()]
    }

    /// A whole transaction that is open still.
    mutating func openTransaction(_ number: UInt64, _ rows: Int32...) -> [[UInt8]] {
        [gtid(number), query("BEGIN"), tableMap()] + rows.map { insert($0) }
    }

    /// Goes on in another file, where `position` is 4 then.
    mutating func rotate(to file: String) -> [UInt8] {
        let event = event(.rotate, Self.little(4 as UInt64) + Array(file.utf8))
        position = 4
        return event
    }

    /// What the server sends first: where its stream begins.
    static func artificialRotate(to file: String, _ position: UInt64) -> [UInt8] {
        var maker = EventMaker()
        return maker.event(.rotate, little(position) + Array(file.utf8), flags: 0x20)
    }

    /// - Parameter created: when the server started; 0 in a file begun by rotation.
    mutating func formatDescription(created: UInt32) -> [UInt8] {
        let version = Array("9.7.0".utf8) + [UInt8](repeating: 0, count: 45)
        let lengths = [UInt8](repeating: 0, count: 42)
        let length = UInt32(19 + 57 + lengths.count + 5)
        position += length
        var event = Self.little(1_700_000_000 as UInt32) + [EventType.formatDescription.rawValue]
        event += Self.little(7 as UInt32) + Self.little(length) + Self.little(position) + [0, 0]
        return event + [4, 0] + version + Self.little(created) + [19] + lengths + [1]
    }
}
