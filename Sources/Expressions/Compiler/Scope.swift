import Binlog
import Schema

/// Whose expression it is: what both servers agree on, or what MariaDB gives.
package enum Dialect: Sendable {
    /// A condition for the rows of one table: what the servers do not do alike is refused.
    case filter
    /// A part of a view: it gives what MariaDB gives.
    case view
}

/// The tables whose columns an expression may name: the values of a joined row lie one table after another.
package struct Scope {
    package struct Table {
        package let definition: TableDefinition
        /// The name that columns are qualified with; nil where the table's own name and its database are.
        package let alias: String?
        /// Where the table's columns begin in the joined row.
        package let offset: Int
    }

    package let tables: [Table]

    package init(_ table: TableDefinition) { tables = [Table(definition: table, alias: nil, offset: 0)] }

    package init(_ tables: [(definition: TableDefinition, alias: String)]) {
        var offset = 0
        self.tables = tables.map { table in
            defer { offset += table.definition.columns.count }
            return Table(definition: table.definition, alias: table.alias, offset: offset)
        }
    }

    /// Columns of all tables.
    package var width: Int { tables.reduce(0) { $0 + $1.definition.columns.count } }

    /// The table that a column of the joined row belongs to.
    package func table(ofColumn position: Int) -> Int {
        tables.lastIndex { $0.offset <= position } ?? 0
    }

    /// The table and the column's index in it.
    package func find(_ parts: [String], at place: Place) throws(ExpressionError) -> (table: Int, column: Int) {
        guard let name = parts.last, let first = tables.first else {
            throw place.error("there is no column here", remedy: "Write a literal.", code: .unknownColumn)
        }
        let qualifiers = Array(parts.dropLast())
        let named = tables.indices.filter { tables[$0].isNamed(qualifiers) }
        guard !named.isEmpty else {
            let written = parts.joined(separator: ".")
            if tables.count == 1, first.alias == nil {
                throw place.error(
                    "\(written) is not of table \(first.definition.database).\(first.definition.table)",
                    remedy: "Write the column's name alone.", code: .unknownColumn)
            }
            let names = tables.map { $0.alias ?? $0.definition.table }.joined(separator: ", ")
            throw place.error(
                "\(written) is of no table of this query", remedy: "Its tables are \(names).", code: .unknownColumn)
        }
        var found: [(table: Int, column: Int)] = []
        for table in named {
            if let column = tables[table].definition.index(ofColumn: name) { found.append((table, column)) }
        }
        if found.count > 1 {
            let names = found.map { "\(tables[$0.table].alias ?? "").\(name)" }.joined(separator: " or ")
            throw place.error(
                "column \(name) is in several tables", remedy: "Write \(names).", code: .unknownColumn)
        }
        guard let only = found.first else {
            let definition = tables[named[0]].definition
            let columns = named.flatMap { tables[$0].definition.columns.map(\.name) }.joined(separator: ", ")
            throw place.error(
                named.count == 1
                    ? "table \(definition.database).\(definition.table) has no column \(name)"
                    : "no table of this query has a column \(name)",
                remedy: "\(named.count == 1 ? "Its" : "Their") columns are \(columns).", code: .unknownColumn)
        }
        return only
    }
}

extension Scope.Table {
    fileprivate func isNamed(_ qualifiers: [String]) -> Bool {
        let names = [definition.database, definition.table]
        guard let last = qualifiers.last else { return true }
        guard let alias else { return qualifiers.elementsEqual(names.suffix(qualifiers.count)) }
        if qualifiers.count == 1 { return last == alias }
        return alias == definition.table && qualifiers == names
    }
}

extension TableDefinition {
    /// The column of this name: names differ by more than case of letters.
    package func index(ofColumn name: String) -> Int? {
        columns.firstIndex { $0.name == name } ?? columns.firstIndex { $0.name.lowercased() == name.lowercased() }
    }
}
