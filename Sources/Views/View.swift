import Binlog
import Bytes
import Expressions
import Schema

/// A view with its state in memory: takes changes of rows, and gives what changes of its result.
///
/// Rows go in with weights: an after-image is +1, a before-image −1. Nothing is visible before `commit`. The work for
/// one change grows with what it changes, and not with the tables. Used by one thread.
public final class View {
    public let query: ViewQuery

    /// - Parameter tables: the definitions of `query.tables`, in their order.
    /// - Throws: `unknownColumn`, or `unsupported`, with line, column and remedy.
    public init(
        _ query: ViewQuery, tables: [TableDefinition], options: ViewOptions = ViewOptions()
    ) throws(ExpressionError) {
        self.query = query
    }

    /// The columns of the result.
    public var columns: [ViewColumn] { [] }

    /// Takes another version of a table, after DDL: its columns may have moved. The state stays.
    ///
    /// - Throws: when a column that the query reads is gone or has another type.
    public func rebind(_ table: Int, to definition: TableDefinition) throws(ExpressionError) {}

    /// Takes one change of a table's rows.
    ///
    /// - Parameters:
    ///   - table: index in `query.tables`.
    ///   - row: values of all of the table's columns; those that the query does not read may be `.null`.
    ///   - weight: +1 for a row that is there now, −1 for one that is there no more.
    /// - Throws: `ViewFault`; the state is not to be used then.
    public func apply(_ table: Int, row: UnsafePointer<ColumnValue>, weight: Int) throws(ViewFault) {}

    /// Takes all rows of a table out.
    public func truncate(_ table: Int) throws(ViewFault) {}

    /// Makes everything since the last commit visible.
    public func commit() throws(ViewFault) -> ViewDelta { ViewDelta() }

    /// The result as of the last commit, in the order of ORDER BY; without it in that of the first columns. Rows that
    /// ORDER BY does not tell apart stand in the order of their values.
    public func rows() -> [ViewRow] { [] }

    /// How many rows `rows` gives.
    public var rowCount: Int { 0 }

    /// Bytes of memory that the state holds.
    public var stateBytes: Int { 0 }

    /// False after rows were taken out that had never been put in: the queue no longer holds all of the table's past.
    public var isComplete: Bool { true }

    /// Rows that came for windows that retention has already dropped.
    public var lateRows: Int { 0 }

    /// Appends the state; only between a commit and the next change.
    public func encode(into out: inout ByteWriter) {}

    /// Puts the state that `encode` wrote in place of this one's. The query and the columns that it reads have to be the
    /// same.
    ///
    /// - Throws: `BytesError` when the bytes are none, or of another query; the view is empty then.
    public func restore(_ cursor: inout ByteCursor) throws(BytesError) {}
}
