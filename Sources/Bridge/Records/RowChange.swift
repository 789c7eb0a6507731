import Binlog
import ChangeEvents

/// One row of a rows event, as the writers of records see it: after filters, before any format.
struct RowChange {
    let operation: Operation
    /// The old values of all columns; nil for an insert.
    let before: UnsafeMutablePointer<ColumnValue>?
    /// The new values of all columns; nil for a delete.
    let after: UnsafeMutablePointer<ColumnValue>?
    /// The row's place in its rows event, from 0.
    let rowIndex: Int
}
