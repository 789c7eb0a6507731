import Binlog
import Expressions
import Schema

/// A table to write expressions against: `id`, `status`, `amount`, `note`, `created`, `kind`, `payload`.
enum OrdersTable {
    static let definition = TableDefinition(
        database: "notify", table: "orders",
        columns: [
            ColumnDefinition(name: "id", type: .longlong, isUnsigned: true),
            ColumnDefinition(name: "status", type: .varchar, metadata: 40, collation: 46),
            ColumnDefinition(name: "amount", type: .newDecimal, metadata: 10 << 8 | 2),
            ColumnDefinition(name: "note", type: .blob, metadata: 2, collation: 46),
            ColumnDefinition(name: "created", type: .timestamp2, metadata: 3),
            ColumnDefinition(name: "kind", type: .enumeration, metadata: 1, collation: 46, members: ["a", "B", "2"]),
            ColumnDefinition(name: "payload", type: .json, metadata: 4),
        ],
        primaryKey: [0])

    /// A row; nil is NULL.
    static func row(
        id: UInt64 = 1, status: String? = "NEW", amount: String? = "12.50", note: String? = nil,
        created: Int64 = 1_700_000_000, kind: UInt16 = 1
    ) -> RowValues {
        let row = RowValues(count: definition.columns.count)
        row[0] = .unsigned(id)
        if let status { row[1] = .bytes(row.keep(Array(status.utf8))) }
        if let amount {
            let bytes = row.keep(packedDecimal(amount, precision: 10, scale: 2))
            row[2] = .decimal(PackedDecimal(bytes: bytes, precision: 10, scale: 2))
        }
        if let note { row[3] = .bytes(row.keep(Array(note.utf8))) }
        row[4] = .timestamp(seconds: created, microseconds: 500_000)
        row[5] = .enumeration(kind)
        return row
    }

    static func compile(_ text: String) throws(ExpressionError) -> CompiledExpression {
        try CompiledExpression(try SQLExpression(text), table: definition)
    }

    static func verdict(_ text: String, _ row: RowValues = row()) throws -> Verdict {
        try compile(text).evaluate(row.values)
    }
}
