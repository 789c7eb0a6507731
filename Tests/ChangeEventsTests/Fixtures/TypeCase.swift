import Binlog
import Schema

/// A column type and values at its edges, for the golden files of the formats: the table `name` has the columns `id`
/// INT NOT NULL PRIMARY KEY and `c`. The rows are inserted, then the first is updated to the last, then that is
/// deleted.
struct TypeCase {
    let name: String
    let column: ColumnDefinition
    let values: [StoredValue]

    init(
        _ name: String, _ type: ColumnType, metadata: UInt16 = 0, isUnsigned: Bool = false, isNullable: Bool = true,
        collation: UInt32? = nil, members: [String] = [], meaning: ColumnMeaning = .plain, declared: String? = nil,
        _ values: [StoredValue]
    ) {
        self.name = name
        var column = ColumnDefinition(
            name: "c", type: type, metadata: metadata, isUnsigned: isUnsigned, isNullable: isNullable,
            collation: collation, members: members)
        column.meaning = meaning
        column.declared = declared.map { ColumnDeclaration(typeText: $0) }
        self.column = column
        self.values = values
    }

    var table: TableDefinition {
        TableDefinition(
            database: "types", table: name,
            columns: [ColumnDefinition(name: "id", type: .long, isNullable: false), column], primaryKey: [0])
    }

    static var all: [TypeCase] { integers + numbers + temporals + strings + structured }
}
