import Binlog
import Bytes
import Expressions
import Schema

/// A view with its state in memory: takes changes of rows, and gives what changes of its result.
///
/// Rows go in with weights: an after-image is +1, a before-image −1. Nothing is visible before `commit`. The work for
/// one change grows with what it changes, and not with the tables. Used by one thread.
///
/// Where a GROUP BY takes differently spelled texts for equal, the group shows the spelling that it began with; MIN and
/// MAX show the first and last spelling by bytes.
public final class View {
    public let query: ViewQuery
    public let options: ViewOptions

    let memory = StateMemory()
    private(set) var definitions: [TableDefinition]
    private(set) var plan: ViewPlan
    let grouping: Grouping
    let result: ViewResult
    let joins: Joins?

    /// - Parameter tables: the definitions of `query.tables`, in their order.
    /// - Throws: `unknownColumn`, or `unsupported`, with line, column and remedy.
    public init(
        _ query: ViewQuery, tables: [TableDefinition], options: ViewOptions = ViewOptions()
    ) throws(ExpressionError) {
        self.query = query
        self.options = options
        definitions = tables
        plan = try Self.plan(query, tables, options)
        grouping = Grouping(plan, memory, retentionSeconds: options.retentionSeconds)
        result = ViewResult(grouping)
        joins = tables.count > 1 ? Joins(plan, memory, matchesMax: options.matchesMax) : nil
        // A global aggregate has its row from the beginning; nothing can be out of range in it.
        try? result.rebuild()
    }

    private static func plan(
        _ query: ViewQuery, _ tables: [TableDefinition], _ options: ViewOptions
    ) throws(ExpressionError) -> ViewPlan {
        guard tables.count == query.tables.count else {
            throw ExpressionError(
                code: .unknownColumn, what: "\(tables.count) tables are given for \(query.tables.count)",
                remedy: "Give the definition of each table of the query.", line: 1, column: 1)
        }
        return try PlanBuilder(query.select, tables: tables, options: options).plan()
    }

    /// The columns of the result.
    public var columns: [ViewColumn] { plan.columns }

    /// The columns that are read of a table, by index, ascending.
    public func columnsRead(of table: Int) -> [Int] { plan.columnsRead[table] }

    /// Takes another version of a table, after DDL: its columns may have moved. The state stays.
    ///
    /// - Throws: when a column that the query reads is gone or has another type; the view goes on as it was.
    public func rebind(_ table: Int, to definition: TableDefinition) throws(ExpressionError) {
        var tables = definitions
        tables[table] = definition
        let other = try Self.plan(query, tables, options)
        guard ColumnShape.shapes(other) == ColumnShape.shapes(plan), other.columns == plan.columns,
            joins?.rebind(other) ?? true
        else {
            throw ExpressionError(
                code: .unsupported, what: "a column of \(definition.database).\(definition.table) has another type now",
                remedy: "The view has to be built anew.", line: 1, column: 1)
        }
        definitions = tables
        plan = other
        grouping.plan = other
    }

    /// Tells when the changes to come were committed, in milliseconds since 1970. Retention of windows needs it: a row
    /// dated further ahead than any time zone makes no window old.
    public func committed(atMilliseconds milliseconds: Int64) {
        grouping.windows?.commitTime = milliseconds.multipliedReportingOverflow(by: 1_000).partialValue
    }

    /// Takes one change of a table's rows.
    ///
    /// - Parameters:
    ///   - table: index in `query.tables`.
    ///   - row: values of all of the table's columns; those that the query does not read may be `.null`.
    ///   - weight: +1 for a row that is there now, −1 for one that is there no more.
    /// - Throws: `ViewFault`; the state is not to be used then.
    public func apply(_ table: Int, row: UnsafePointer<ColumnValue>, weight: Int) throws(ViewFault) {
        do {
            if let joins {
                try joins.apply(table, row, Int64(weight)) { joined, times throws(EvaluationFault) in
                    try take(joined, times)
                }
            } else {
                try take(row, Int64(weight))
            }
        } catch {
            throw fault(error)
        }
        if let joins, joins.hasTooManyMatches { throw .tooManyMatches(max: options.matchesMax) }
        if memory.bytes > options.stateBytesMax {
            throw .stateTooLarge(bytes: stateBytes, max: options.stateBytesMax)
        }
    }

    @inline(__always)
    private func take(_ row: UnsafePointer<ColumnValue>, _ weight: Int64) throws(EvaluationFault) {
        for condition in plan.conditions where try plan.rows.verdict(condition, row) != .isTrue { return }
        try grouping.apply(row, weight: weight)
    }

    /// Takes all rows of a table out.
    public func truncate(_ table: Int) throws(ViewFault) {
        do {
            guard let joins else {
                try grouping.truncate()
                return
            }
            try joins.truncate(table) { joined, times throws(EvaluationFault) in try take(joined, times) }
        } catch {
            throw fault(error)
        }
    }

    /// Makes everything since the last commit visible, and gives what changed of the result.
    public func commit() throws(ViewFault) -> ViewDelta {
        do { try result.commit() } catch { throw fault(error) }
        if stateBytes > options.stateBytesMax {
            throw .stateTooLarge(bytes: stateBytes, max: options.stateBytesMax)
        }
        joins?.settle()
        var delta = ViewDelta()
        result.changes.forEach { packed, times in
            let row = self.row(packed)
            for _ in 0..<times.magnitude { if times < 0 { delta.removed.append(row) } else { delta.added.append(row) } }
        }
        return delta
    }

    /// The result as of the last commit, in the order of ORDER BY; without it in that of the first columns. Rows that
    /// ORDER BY does not tell apart stand in an order of their own, always the same.
    public func rows() -> [ViewRow] {
        guard let packed = try? result.rows() else { return [] }
        return packed.flatMap { packed, times in
            Array(repeating: packed.withUnsafeBytes { row($0) }, count: Int(clamping: max(0, times)))
        }
    }

    private func row(_ packed: UnsafeRawBufferPointer) -> ViewRow {
        var cursor = ByteCursor(packed)
        return ViewRow(plan.outputs.map { $0.shape.value(PackedValue.read(&cursor)) })
    }

    private func fault(_ fault: EvaluationFault) -> ViewFault {
        switch fault {
        case .outOfRange: return .outOfRange
        case .absentColumn(let position), .malformedValue(let position):
            let table = plan.scope.table(ofColumn: position)
            let column = plan.scope.tables[table].definition.columns[position - plan.scope.tables[table].offset]
            return .unreadable(table: table, column: column.name)
        }
    }

    /// How many rows `rows` gives.
    public var rowCount: Int { result.rowCount }

    /// Bytes of memory that the state holds.
    public var stateBytes: Int {
        memory.bytes + result.listBytes + grouping.before.reservedCapacity
            + grouping.values.reduce(grouping.windows?.listBytes ?? 0) { $0 + $1.listBytes }
    }

    /// False after rows were taken out that had never been put in: the queue no longer holds all of the table's past.
    public var isComplete: Bool { missingRows == 0 }

    /// How many rows were taken out that had never been put in, as far as the state shows it.
    public var missingRows: Int { Int(clamping: result.missingRows + (joins?.missingRows ?? 0)) }

    /// Rows that came for windows that retention has already dropped.
    public var lateRows: Int { grouping.windows?.lateRows ?? 0 }
}
