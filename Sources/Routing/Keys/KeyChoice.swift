import Schema

/// What a record's key is, and with it which records keep their order: equal keys share a partition.
public enum KeyChoice: Sendable, Equatable {
    /// The primary key; a table without one has null keys and uses one partition.
    case primary
    /// These columns.
    case columns([String])
    /// The table: all its rows in one partition, in commit order.
    case table
    /// The transaction: its rows of one topic stay together.
    case transaction
    /// No key: null, and one partition.
    case none

    /// The choice as a pipeline file writes it.
    public var text: String {
        switch self {
        case .primary: "primary"
        case .columns(let names): "[\(names.joined(separator: ", "))]"
        case .table: "table"
        case .transaction: "transaction"
        case .none: "none"
        }
    }

    /// The choice for one version of a table, as the encoder needs it.
    ///
    /// - Throws: `unknownColumn` when the table lacks one of the columns.
    public func resolve(in table: TableDefinition) throws(RoutingError) -> ResolvedKey {
        switch self {
        case .primary: return table.primaryKey.isEmpty ? .none : .columns(table.primaryKey)
        case .table: return .table
        case .transaction: return .transaction
        case .none: return .none
        case .columns(let names):
            var indices: [Int] = []
            for name in names {
                guard let index = table.columns.firstIndex(where: { $0.name == name }) else {
                    throw RoutingError(
                        code: .unknownColumn,
                        what: "table \(table.database).\(table.table) has no column \(name), named as a key column",
                        remedy: "Its columns are \(table.columns.map(\.name).joined(separator: ", ")).")
                }
                indices.append(index)
            }
            return indices.isEmpty ? .none : .columns(indices)
        }
    }
}

/// A key choice in terms of one version of a table.
public enum ResolvedKey: Sendable, Equatable {
    /// The key is made of these columns, by index; never empty.
    case columns([Int])
    /// The key is the table's name, `database.table`.
    case table
    /// The key is the transaction's GTID, or file and position where there is none.
    case transaction
    /// The key is null.
    case none
}
