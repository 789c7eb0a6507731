import Binlog
import Bytes

/// A definition as the log keeps it for those who read a table's records back: the one by which they were written.
///
/// Key of the record: `v`, database, 0, table. Value, little-endian; texts are u16 length, UTF-8:
///
///     version u8 = 1   column count u16   key column count u16, each: index u16
///     columns          name text  type u8  flags u8 (1 unsigned, 2 nullable)  metadata u16  collation u32 (0 none)
///                      meaning u8  members: count u16, texts
///
/// One without columns says that the table is gone, and its rows with it.
extension TableDefinition {
    private static let codingVersion: UInt8 = 1

    /// What is stored of the definition.
    public var record: SchemaRecord {
        var writer = ByteWriter(capacity: 64 + columns.count * 32)
        writer.append(Self.codingVersion)
        writer.appendLE(UInt16(columns.count))
        writer.appendLE(UInt16(primaryKey.count))
        for index in primaryKey { writer.appendLE(UInt16(index)) }
        for column in columns { column.write(into: &writer) }
        return SchemaRecord(key: Self.recordKey(database, table), value: Array(writer.bytes))
    }

    /// The key under which the definition of a table is stored.
    public static func recordKey(_ database: String, _ table: String) -> String { "v\(database)\0\(table)" }

    /// The definition in a record; nil for a record of another kind.
    /// - Throws: `BytesError` for one that cannot be read, or that a later version wrote.
    public init?(record: SchemaRecord) throws(BytesError) {
        guard record.key.utf8.first == UInt8(ascii: "v"), !record.value.isEmpty else { return nil }
        let names = record.key.dropFirst().split(separator: "\0", maxSplits: 1, omittingEmptySubsequences: false)
        guard names.count == 2 else { throw .malformed("a definition without a name", at: 0) }
        let result = record.value.withUnsafeBytes { bytes -> Result<TableDefinition, BytesError> in
            do throws(BytesError) {
                var cursor = ByteCursor(bytes)
                return .success(try TableDefinition(&cursor, database: String(names[0]), table: String(names[1])))
            } catch {
                return .failure(error)
            }
        }
        self = try result.get()
    }

    private init(_ cursor: inout ByteCursor, database: String, table: String) throws(BytesError) {
        guard try cursor.u8() == Self.codingVersion else { throw .malformed("a later version", at: 0) }
        let (columnCount, keyCount) = (Int(try cursor.u16le()), Int(try cursor.u16le()))
        var primaryKey: [Int] = []
        for _ in 0..<keyCount { primaryKey.append(Int(try cursor.u16le())) }
        guard primaryKey.allSatisfy({ $0 < columnCount }) else {
            throw .malformed("a key beyond the columns", at: cursor.offset)
        }
        var columns: [ColumnDefinition] = []
        for _ in 0..<columnCount { columns.append(try ColumnDefinition(&cursor)) }
        self.init(database: database, table: table, columns: columns, primaryKey: primaryKey)
    }
}

extension ColumnDefinition {
    fileprivate func write(into writer: inout ByteWriter) {
        writer.appendText(name)
        writer.append(type.rawValue)
        writer.append((isUnsigned ? 1 : 0) | (isNullable ? 2 : 0))
        writer.appendLE(metadata)
        writer.appendLE(collation ?? 0)
        writer.append(meaning.code)
        writer.appendLE(UInt16(truncatingIfNeeded: members.count))
        for member in members { writer.appendText(member) }
    }

    fileprivate init(_ cursor: inout ByteCursor) throws(BytesError) {
        let name = try cursor.text()
        guard let type = ColumnType(rawValue: try cursor.u8()) else {
            throw .malformed("an unknown type", at: cursor.offset)
        }
        let flags = try cursor.u8()
        let metadata = try cursor.u16le()
        let collation = try cursor.u32le()
        guard let meaning = ColumnMeaning(code: try cursor.u8()) else {
            throw .malformed("an unknown meaning", at: cursor.offset)
        }
        var members: [String] = []
        for _ in 0..<(try cursor.u16le()) { members.append(try cursor.text()) }
        self.init(
            name: name, type: type, metadata: metadata, isUnsigned: flags & 1 != 0, isNullable: flags & 2 != 0,
            collation: collation == 0 ? nil : collation, members: members)
        self.meaning = meaning
    }
}

extension ColumnMeaning {
    /// On disk: never change one.
    fileprivate var code: UInt8 {
        switch self {
        case .plain: 0
        case .uuid: 1
        case .inet4: 2
        case .inet6: 3
        case .vector: 4
        case .point: 5
        }
    }

    fileprivate init?(code: UInt8) {
        let all: [ColumnMeaning] = [.plain, .uuid, .inet4, .inet6, .vector, .point]
        guard Int(code) < all.count else { return nil }
        self = all[Int(code)]
    }
}
