import Expressions

/// Why a view cannot go on. It stops by its name; the bridge does not.
public enum ViewFault: Error, Equatable, Sendable {
    /// The state would take more than `ViewOptions.stateBytesMax`. Trying again helps after the limit is raised.
    case stateTooLarge(bytes: Int, max: Int)
    /// A value that the query reads is not in a row's image, or its bytes do not fit the column's type: the table's
    /// index in the query, and the column's name.
    case unreadable(table: Int, column: String)
    /// A result outside of its type, for which the server reports an error as well: `bigint_column + 1`.
    case outOfRange
    /// A change joins with more rows than `ViewOptions.matchesMax`.
    case tooManyMatches(max: Int)
}

extension ViewFault: CustomStringConvertible {
    public var description: String {
        switch self {
        case .stateTooLarge(let bytes, let max):
            "the view's state takes \(bytes) bytes, and \(max) are allowed\n"
                + "Raise state_bytes_max, or group by something that has fewer values."
        case .unreadable(let table, let column):
            "column \(column) of table \(table + 1) of the query has no readable value in a row\n"
                + "Set binlog_row_image=FULL on the source."
        case .outOfRange:
            "a result lies outside of its type, as the server would say\n"
                + "Calculate with DECIMAL: CAST(column AS DECIMAL(30,0))."
        case .tooManyMatches(let max):
            "a single change joins with more than \(max) rows\nJoin by a key that fewer rows share."
        }
    }
}
