import Binlog
import Schema

/// A table to write views against, with its columns as SQL declares them.
struct TestTable: Sendable {
    struct Column: Sendable {
        let definition: ColumnDefinition
        let sql: String
        let value: @Sendable (inout SeededGenerator) -> TestValue
    }

    let name: String
    let columns: [Column]
    var definition: TableDefinition {
        TableDefinition(database: "shop", table: name, columns: columns.map(\.definition), primaryKey: [])
    }

    var create: String {
        let fields = columns.map { "`\($0.definition.name)` \($0.sql)" }.joined(separator: ", ")
        return "CREATE TABLE shop.\(name) (\(fields)) CHARSET utf8mb4"
    }

    func row(_ random: inout SeededGenerator) -> [TestValue] { columns.map { $0.value(&random) } }

    /// Orders: `id`, `buyer`, `province`, `status`, `amount`, `fee`, `weight`, `note`, `created`, `day`, `ratio`.
    static let orders = TestTable(
        name: "orders",
        columns: [
            .integer("id", 1...100_000), .integer("buyer", 1...12),
            .text("province", collation: 45, "utf8mb4_general_ci", ["Hebei", "Hubei", "Fujian", "Äland", ""]),
            .members("status", ["CREATED", "PAID", "SHIPPED"]),
            .decimal("amount", 10, 2), .decimal("fee", 12, 5), .real("weight"), .optional(.integer("rank", -5...5)),
            .optional(.text("note", collation: 46, "utf8mb4_bin", ["a", "A", "b", "ab", "中"])),
            .optional(.moment("created")), .day("day"),
        ])

    /// Items of orders: `order_id`, `line`, `title`, `quantity`, `price`.
    static let items = TestTable(
        name: "items",
        columns: [
            .optional(.integer("order_id", 1...60)), .integer("line", 1...4),
            .text("title", collation: 45, "utf8mb4_general_ci", ["pen", "ink", "cup", "mug"]),
            .integer("quantity", 1...5), .decimal("price", 8, 2),
        ])

    /// Buyers: `id`, `name`, `level`.
    static let buyers = TestTable(
        name: "buyers",
        columns: [
            .integer("id", 1...12), .text("name", collation: 46, "utf8mb4_bin", ["Ann", "Bob", "Cid"]),
            .optional(.integer("level", 1...3)),
        ])

    static let all = [orders, items, buyers]

    static func definitions(_ tables: [(database: String?, table: String)]) -> [TableDefinition] {
        tables.compactMap { named in all.first { $0.name == named.table }?.definition }
    }
}

extension TestTable.Column {
    static func integer(_ name: String, _ range: ClosedRange<Int64>) -> Self {
        Self(definition: ColumnDefinition(name: name, type: .long), sql: "INT") {
            .integer(Int64.random(in: range, using: &$0))
        }
    }

    static func text(_ name: String, collation: UInt32, _ collationName: String, _ texts: [String]) -> Self {
        Self(
            definition: ColumnDefinition(name: name, type: .varchar, metadata: 160, collation: collation),
            sql: "VARCHAR(40) COLLATE \(collationName)"
        ) { .text($0.pick(texts)) }
    }

    static func members(_ name: String, _ members: [String]) -> Self {
        let list = members.map { "'\($0)'" }.joined(separator: ",")
        return Self(
            definition: ColumnDefinition(
                name: name, type: .enumeration, metadata: 1, collation: 45, members: members), sql: "ENUM(\(list))"
        ) { .member(UInt16.random(in: 1...UInt16(members.count), using: &$0)) }
    }

    static func decimal(_ name: String, _ precision: Int, _ scale: Int) -> Self {
        Self(
            definition: ColumnDefinition(
                name: name, type: .newDecimal, metadata: UInt16(precision << 8 | scale)),
            sql: "DECIMAL(\(precision),\(scale))"
        ) { random in
            let digits = (0..<scale).map { _ in "\(Int.random(in: 0...9, using: &random))" }.joined()
            let text = "\(Int.random(in: 0...999, using: &random)).\(digits)"
            let isZero = text.allSatisfy { $0 == "0" || $0 == "." }
            return .decimal(random.chance(20) && !isZero ? "-" + text : text)
        }
    }

    static func real(_ name: String) -> Self {
        Self(definition: ColumnDefinition(name: name, type: .double), sql: "DOUBLE") {
            .real(Double(Int.random(in: -4000...4000, using: &$0)) / 16)
        }
    }

    static func moment(_ name: String) -> Self {
        Self(definition: ColumnDefinition(name: name, type: .dateTime2), sql: "DATETIME") {
            .moment(1_700_000_000 + Int64.random(in: 0...7200, using: &$0))
        }
    }

    static func day(_ name: String) -> Self {
        Self(definition: ColumnDefinition(name: name, type: .date), sql: "DATE") {
            .day(19_700 + Int.random(in: 0...40, using: &$0))
        }
    }

    static func optional(_ column: Self) -> Self {
        Self(definition: column.definition, sql: column.sql + " NULL") {
            $0.chance(15) ? .null : column.value(&$0)
        }
    }
}
