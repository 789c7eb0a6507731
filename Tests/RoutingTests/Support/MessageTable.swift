import Binlog
import Bytes
import Schema

/// A message table: `id`, `topic`, `biz_key`, `body`, `tag`, `status`, `phone`.
enum MessageTable {
    static let definition = TableDefinition(
        database: "notify", table: "message",
        columns: [
            ColumnDefinition(name: "id", type: .longlong, isNullable: false),
            ColumnDefinition(name: "topic", type: .varchar, metadata: 400, collation: 46),
            ColumnDefinition(name: "biz_key", type: .varchar, metadata: 400, collation: 47),
            ColumnDefinition(name: "body", type: .blob, metadata: 2, collation: 63),
            ColumnDefinition(name: "tag", type: .varchar, metadata: 80, collation: 46),
            ColumnDefinition(name: "status", type: .varchar, metadata: 80, collation: 46),
            ColumnDefinition(name: "phone", type: .longlong),
        ],
        primaryKey: [0])

    /// A row; nil is NULL.
    static func row(
        id: Int64 = 7, topic: String? = "order-paid", key: [UInt8]? = [0x4B, 0xE4], body: [UInt8]? = [0, 0xFF, 0x7B],
        tag: String? = "vip", status: String? = "COMMITTED", phone: Int64? = 13_800_138_000
    ) -> RowValues {
        let row = RowValues(count: definition.columns.count)
        row[0] = .signed(id)
        if let topic { row[1] = .bytes(row.keep(Array(topic.utf8))) }
        if let key { row[2] = .bytes(row.keep(key)) }
        if let body { row[3] = .bytes(row.keep(body)) }
        if let tag { row[4] = .bytes(row.keep(Array(tag.utf8))) }
        if let status { row[5] = .bytes(row.keep(Array(status.utf8))) }
        if let phone { row[6] = .signed(phone) }
        return row
    }
}

extension ColumnValue {
    /// The value for comparisons in tests.
    var description: String {
        switch self {
        case .absent: "absent"
        case .null: "NULL"
        case .signed(let number): "\(number)"
        case .bytes(let bytes): String(decoding: bytes, as: UTF8.self)
        default: "?"
        }
    }
}
