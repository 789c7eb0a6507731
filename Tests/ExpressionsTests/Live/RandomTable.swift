import Binlog
import MySQLSource
import Schema

/// A table of many types with random rows, on a server and in memory.
struct RandomTable {
    static let name = "leat_expressions.t"

    struct Column: Sendable {
        let definition: ColumnDefinition
        let sql: String
        /// A value as literal of SQL and as the row decoder gives it.
        let value: @Sendable (inout SeededGenerator, RowValues) -> (String, ColumnValue)

        init(
            _ name: String, _ sql: String, _ type: ColumnType, metadata: UInt16 = 0, isUnsigned: Bool = false,
            collation: UInt32? = nil, members: [String] = [],
            _ value: @escaping @Sendable (inout SeededGenerator, RowValues) -> (String, ColumnValue)
        ) {
            definition = ColumnDefinition(
                name: name, type: type, metadata: metadata, isUnsigned: isUnsigned, isNullable: true,
                collation: collation, members: members)
            self.sql = sql
            self.value = value
        }
    }

    let columns: [Column]
    let definition: TableDefinition
    private(set) var rows: [RowValues] = []

    init(_ columns: [Column]) {
        self.columns = columns
        definition = TableDefinition(
            database: "leat_expressions", table: "t", columns: columns.map(\.definition), primaryKey: [])
    }

    /// Makes the table and its rows.
    mutating func fill(_ connection: MySQLConnection, rows count: Int, _ random: inout SeededGenerator) throws {
        try connection.query("CREATE DATABASE IF NOT EXISTS leat_expressions")
        try connection.query("DROP TABLE IF EXISTS \(Self.name)")
        let fields = columns.map { "`\($0.definition.name)` \($0.sql) NULL" }.joined(separator: ", ")
        try connection.query("CREATE TABLE \(Self.name) (row_number_ INT PRIMARY KEY, \(fields)) CHARSET utf8mb4")
        for number in 0..<count {
            let row = RowValues(count: columns.count)
            var literals = ["\(number)"]
            for (index, column) in columns.enumerated() {
                if random.chance(8) {
                    literals.append("NULL")
                    continue
                }
                let (literal, value) = column.value(&random, row)
                literals.append(literal)
                row[index] = value
            }
            try connection.query("INSERT INTO \(Self.name) VALUES (\(literals.joined(separator: ", ")))")
            rows.append(row)
        }
    }
}

/// Bytes as a literal of SQL.
func hexadecimal(_ bytes: [UInt8]) -> String {
    let digits = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    return "X'\(digits)'"
}
