import Binlog
import Bytes
import ChangeEvents
import Schema

/// A table of one column, to see what one value becomes.
struct SingleColumn {
    let encoder: DebeziumEncoder

    init(
        _ type: ColumnType, metadata: UInt16 = 0, isUnsigned: Bool = false, isNullable: Bool = true,
        collation: UInt32? = nil, members: [String] = [], options: DebeziumOptions = DebeziumOptions()
    ) throws {
        let column = ColumnDefinition(
            name: "c", type: type, metadata: metadata, isUnsigned: isUnsigned, isNullable: isNullable,
            collation: collation, members: members)
        encoder = try DebeziumEncoder(
            table: TableDefinition(database: "db", table: "t", columns: [column], primaryKey: [0]),
            source: OrdersFixture.source, options: options, keyColumns: [0])
    }

    /// The text between `{"c":` and `}`.
    func text(_ value: ColumnValue) throws -> String {
        var writer = ByteWriter(capacity: 16)
        try withUnsafePointer(to: value) { try encoder.appendKey(row: $0, into: &writer) }
        let text = writer.text
        guard text.hasPrefix("{\"c\":"), text.hasSuffix("}") else { return "no object of one column: \(text)" }
        return String(text.dropFirst(5).dropLast())
    }

    /// The same for a value that points at bytes.
    func text(_ bytes: [UInt8], _ value: (UnsafeRawBufferPointer) -> ColumnValue) throws -> String {
        try bytes.withUnsafeBytes { try text(value($0)) }
    }

    func text(_ bytes: [UInt8]) throws -> String { try text(bytes) { .bytes($0) } }

    func text(_ string: String) throws -> String { try text(Array(string.utf8)) }
}

/// Options that differ from the defaults in one place.
func options(_ change: (inout DebeziumOptions) -> Void) -> DebeziumOptions {
    var options = DebeziumOptions()
    change(&options)
    return options
}
