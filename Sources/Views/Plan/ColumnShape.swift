import Binlog
import Schema

/// What of a column's type the state depends on.
struct ColumnShape: Equatable {
    let name: String
    let type: ColumnType
    /// Digits after the point.
    let digits: Int
    let isUnsigned: Bool
    let collation: UInt32?
    let members: [String]

    private init(_ column: ColumnDefinition) {
        name = column.name
        type = column.type
        isUnsigned = column.isUnsigned
        collation = column.collation
        members = column.members
        digits =
            switch column.type {
            case .newDecimal, .dateTime2, .timestamp2, .time2: Int(column.metadata & 0xFF)
            default: 0
            }
    }

    /// All of it, to be compared after a restart.
    var text: String {
        "\(name) \(type) \(digits) \(isUnsigned) \(collation ?? 0) \(members.joined(separator: "\u{1F}"))"
    }

    /// Of the columns that are read, by table.
    static func shapes(_ plan: ViewPlan) -> [[ColumnShape]] {
        zip(plan.scope.tables, plan.columnsRead).map { table, columns in
            columns.map { ColumnShape(table.definition.columns[$0]) }
        }
    }
}
