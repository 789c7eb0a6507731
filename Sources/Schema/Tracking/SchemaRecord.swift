import Binlog
import Bytes

/// What is stored of one table or database: the log keeps the last record of each key.
///
/// Key: `t`, database, 0, table, or `d`, database; UTF-8. Value, little-endian, empty when there is nothing left to know:
///
///     version u8 = 1   kind u8 (1 known table, 2 unsure table, 3 database)
///     kind 1           collation u32 (0 not known)  versioning u8  columns u16  keys u16; see `TrackedTable`
///     kind 2           why: u16 length, UTF-8
///     kind 3           collation u32 (0 not known)
public struct SchemaRecord: Sendable, Equatable {
    public let key: String
    public let value: [UInt8]

    /// As it came from the log.
    public init(key: String, value: [UInt8]) {
        self.key = key
        self.value = value
    }

    static let version: UInt8 = 1

    init(_ name: BinlogError.TableName, _ state: SchemaTracker.State?) {
        key = "t\(name.database)\0\(name.table)"
        var writer = ByteWriter(capacity: 256)
        switch state {
        case .known(let table):
            writer.append(Self.version)
            writer.append(1)
            table.write(into: &writer)
        case .unsure(let reason):
            writer.append(Self.version)
            writer.append(2)
            writer.appendText(reason)
        case nil: break
        }
        value = Array(writer.bytes)
    }

    init(database name: String, _ database: SchemaTracker.Database?) {
        key = "d\(name)"
        var writer = ByteWriter(capacity: 16)
        if let database {
            writer.append(Self.version)
            writer.append(3)
            writer.appendLE(database.collation ?? 0)
        }
        value = Array(writer.bytes)
    }

    /// A record that a newer version wrote, or that cannot be read, leaves its table unsure.
    func restore(into tracker: SchemaTracker) {
        guard let first = key.utf8.first, !value.isEmpty else { return }
        let name = key.dropFirst()
        do {
            try value.withUnsafeBytes { bytes in
                var cursor = ByteCursor(bytes)
                guard try cursor.u8() == Self.version else { throw BytesError.malformed("a later version", at: 0) }
                switch (first, try cursor.u8()) {
                case (0x74, 1): tracker.restore(Self.table(name), .known(try TrackedTable(&cursor)))
                case (0x74, 2): tracker.restore(Self.table(name), .unsure(try cursor.text()))
                case (0x64, 3):
                    let collation = try cursor.u32le()
                    tracker.restore(
                        database: String(name),
                        SchemaTracker.Database(collation: collation == 0 ? nil : collation))
                default: throw BytesError.malformed("unknown kind", at: 1)
                }
            }
        } catch {
            if first == 0x74 {
                tracker.restore(Self.table(name), .unsure("its stored definition cannot be read (\(error))"))
            }
        }
    }

    private static func table(_ name: Substring) -> BinlogError.TableName {
        let parts = name.split(separator: "\0", maxSplits: 1, omittingEmptySubsequences: false)
        return BinlogError.TableName(database: String(parts[0]), table: parts.count > 1 ? String(parts[1]) : "")
    }
}

extension ByteWriter {
    /// u16 length, then UTF-8, cut at 65,535 bytes.
    mutating func appendText(_ text: String) {
        let bytes = Array(text.utf8.prefix(0xFFFF))
        appendLE(UInt16(bytes.count))
        append(bytes)
    }
}

extension ByteCursor {
    mutating func text() throws(BytesError) -> String {
        String(decoding: try bytes(Int(try u16le())), as: UTF8.self)
    }
}
