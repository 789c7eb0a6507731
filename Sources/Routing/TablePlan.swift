import Expressions
import Schema

/// All that routing decides about one version of one table. Made once per version, not per row; its parts are not for
/// use by two threads at once.
public struct TablePlan {
    /// The rule that means the table.
    public let rule: CaptureRule
    /// Topic and key; key columns are indices into `table`. Without meaning for an outbox.
    public let route: Route
    /// The table as the encoders see it: after `transform`.
    public let table: TableDefinition
    /// Asked first, with the source's rows; nil when all rows pass.
    public let filter: RowFilter?
    /// Applied to the rows that pass; nil when they stay as they are.
    public let transform: RowTransform?
    /// In place of an encoder, with the source's rows; nil for change events.
    public let outbox: Outbox?
}

extension Router {
    /// The plan of a table; nil when no rule means it.
    ///
    /// - Throws: `RoutingError`: a fault of the configuration, which the table's columns bring to light.
    public func plan(_ table: TableDefinition) throws(RoutingError) -> TablePlan? {
        guard let rule = rules.first(where: { $0.matches(database: table.database, table: table.table) }) else {
            return nil
        }
        var filter: RowFilter?
        if let expression = rule.filter {
            do {
                filter = try RowFilter(expression, table: table)
            } catch {
                throw RoutingError(error, in: "where", of: table)
            }
        }
        if let outbox = rule.outbox {
            return TablePlan(
                rule: rule,
                route: Route(topic: outbox.deadLetter, partitions: rule.partitions, key: .none, choice: .none),
                table: table, filter: filter, transform: nil, outbox: try Outbox(outbox, table: table))
        }
        var keyColumns: [Int] = []
        if case .columns(let columns) = try rule.key.resolve(in: table) { keyColumns = columns }
        var transform: RowTransform?
        if !rule.columns.isEmpty {
            transform = try RowTransform(rule.columns, table: table, keyColumns: keyColumns)
        }
        let result = transform?.table ?? table
        let route = Route(
            topic: try rule.topic.topic(source: source, database: table.database, table: table.table),
            partitions: rule.partitions, key: try rule.key.resolve(in: result), choice: rule.key)
        return TablePlan(
            rule: rule, route: route, table: result, filter: filter, transform: transform, outbox: nil)
    }
}

extension RoutingError {
    init(_ error: ExpressionError, in rule: String, of table: TableDefinition) {
        self.init(
            code: .invalidExpression,
            what:
                "`\(rule)` of \(table.database).\(table.table), line \(error.line), column \(error.column): "
                + error.what,
            remedy: error.remedy)
    }
}
