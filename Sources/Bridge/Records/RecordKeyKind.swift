import Routing

/// What a record's key is. Without payload: it is looked at for every row, and copying the columns of a `ResolvedKey`
/// would count references.
enum RecordKeyKind {
    case columns, table, transaction, none

    init(_ key: ResolvedKey) {
        switch key {
        case .columns: self = .columns
        case .table: self = .table
        case .transaction: self = .transaction
        case .none: self = .none
        }
    }
}
