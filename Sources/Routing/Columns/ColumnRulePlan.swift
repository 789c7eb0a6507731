import Binlog
import Schema

/// Column rules in terms of one version of a table.
struct ColumnRulePlan {
    /// By index, in the table's order.
    let kept: [Int]
    let masked: Set<Int>
    let hashed: Set<Int>
    let result: TableDefinition

    init(_ rules: ColumnRules, table: TableDefinition, keyColumns: [Int]) throws(RoutingError) {
        let excluded = try Self.indices(rules.exclude, in: table)
        let masked = try Self.indices(rules.mask, in: table)
        hashed = try Self.indices(rules.hash, in: table)
        self.masked = masked
        for column in keyColumns where excluded.contains(column) || masked.contains(column) {
            let verb = excluded.contains(column) ? "excluded" : "masked"
            throw RoutingError(
                code: .invalidRule,
                what:
                    "column \(table.columns[column].name) of \(table.database).\(table.table) is \(verb), and part of "
                    + "the record key",
                remedy: "Hash it instead (equal values keep equal keys), or choose another `key:`.")
        }
        let kept = table.columns.indices.filter { !excluded.contains($0) }
        self.kept = kept
        guard !kept.isEmpty else {
            throw RoutingError(
                code: .invalidRule, what: "all columns of \(table.database).\(table.table) are excluded",
                remedy: "Leave the table out of `tables:` instead.")
        }
        let hashed = hashed
        let columns = kept.map { index in
            let column = table.columns[index]
            guard masked.contains(index) || hashed.contains(index) else { return column }
            var text = ColumnDefinition(
                name: column.name, type: .varchar, metadata: 256, isNullable: true, collation: Self.utf8mb4Bin)
            text.declared = ColumnDeclaration(typeText: "varchar(64)")
            return text
        }
        let primaryKey = table.primaryKey.compactMap { kept.firstIndex(of: $0) }
        result = TableDefinition(
            database: table.database, table: table.table, columns: columns,
            primaryKey: primaryKey.count == table.primaryKey.count ? primaryKey : [])
    }

    /// utf8mb4_bin.
    private static let utf8mb4Bin: UInt32 = 46

    private static func indices(_ names: [String], in table: TableDefinition) throws(RoutingError) -> Set<Int> {
        var indices: Set<Int> = []
        for name in names { indices.insert(try table.index(of: name, namedIn: "columns")) }
        return indices
    }
}

extension TableDefinition {
    /// The column of this name; its case may differ, as in SQL.
    ///
    /// - Throws: `unknownColumn`.
    func index(of name: String, namedIn rule: String) throws(RoutingError) -> Int {
        let found =
            columns.firstIndex { $0.name == name } ?? columns.firstIndex { $0.name.lowercased() == name.lowercased() }
        if let found { return found }
        throw RoutingError(
            code: .unknownColumn, what: "table \(database).\(table) has no column \(name), named in `\(rule)`",
            remedy: "Its columns are \(columns.map(\.name).joined(separator: ", ")).")
    }
}
