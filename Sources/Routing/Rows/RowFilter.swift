import Binlog
import Expressions
import Schema

/// A `where:` for the rows of one version of one table. The topic holds the rows that fulfil it, as a table with a
/// SELECT would: a row that stops fulfilling it is deleted there, one that begins to is created.
///
/// Not for use by two threads at once.
public final class RowFilter {
    /// What becomes of a change.
    public enum Passage: Sendable {
        /// It is emitted as it is.
        case inside
        /// An update after which the row fulfils the condition for the first time: emitted as a create.
        case enters
        /// An update after which the row no longer does: emitted as a delete (and tombstone).
        case leaves
        /// Nothing is emitted.
        case outside
    }

    private let condition: CompiledExpression

    /// - Throws: `ExpressionError` when the table lacks a column, or the servers do not agree on the comparison.
    public init(_ expression: SQLExpression, table: TableDefinition) throws(ExpressionError) {
        condition = try CompiledExpression(expression, table: table)
    }

    /// The columns that the condition reads, by index.
    public var columns: [Int] { condition.columns }

    /// Says what becomes of a change.
    ///
    /// - Parameters:
    ///   - before: the old values of all of the table's columns; nil for an insert.
    ///   - after: the new values; nil for a delete.
    /// - Throws: `RowFault`, above all when the row image lacks a column.
    @inline(__always)
    public func passage(
        before: UnsafePointer<ColumnValue>?, after: UnsafePointer<ColumnValue>?
    ) throws(RowFault) -> Passage {
        let was = try fulfils(before)
        let isNow = try fulfils(after)
        guard before != nil, after != nil else { return was || isNow ? .inside : .outside }
        return was ? (isNow ? .inside : .leaves) : isNow ? .enters : .outside
    }

    @inline(__always)
    private func fulfils(_ row: UnsafePointer<ColumnValue>?) throws(RowFault) -> Bool {
        guard let row else { return false }
        do {
            return try condition.evaluate(row) == .isTrue
        } catch {
            throw RowFault(error, "where")
        }
    }
}
