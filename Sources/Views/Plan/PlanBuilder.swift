import Binlog
import Expressions
import Schema

/// Binds a query to its tables.
///
/// Two programs are made: one over joined rows for WHERE, keys and aggregates' arguments, and one over what a group
/// gives (its keys and aggregates) for SELECT, HAVING and ORDER BY. The second is compiled with this as its resolver,
/// which knows the keys by what they say, and takes in the aggregates that it meets.
final class PlanBuilder: OperandResolver {
    struct Key {
        let identity: String
        let operand: Operand
        let slot: Int32
        let numberSlot: Int32?
    }

    let select: SelectSyntax
    let scope: Scope
    let options: ViewOptions
    var rows: Compiler
    var keys: [Key] = []
    /// By the slots of their values.
    var keyPlans: [ViewPlan.Key] = []
    var aggregates: [(identity: String, operand: Operand, plan: AggregatePlan)] = []
    var aggregateBytes = 0
    var valueSets: [(identity: String, plan: ValueSetPlan)] = []
    var window: ViewPlan.Window?
    /// Names of the result's columns that ORDER BY, HAVING and GROUP BY may use.
    var aliases: [(name: String, syntax: Syntax)] = []
    var items: [(name: String, syntax: Syntax)] = []

    init(_ select: SelectSyntax, tables: [TableDefinition], options: ViewOptions) throws(ExpressionError) {
        self.select = select
        self.options = options
        scope = Scope(zip(tables, select.tables).map { ($0, $1.alias) })
        rows = Compiler(scope, .view)
        try expandItems()
    }

    /// The tables in the order of the text.
    private var written: [Scope.Table] {
        select.isMirrored ? [scope.tables[1], scope.tables[0]] + scope.tables.dropFirst(2) : scope.tables
    }

    /// `*` becomes columns.
    private func expandItems() throws(ExpressionError) {
        for item in select.items {
            switch item.kind {
            case .expression(let syntax):
                items.append((item.name, syntax))
                if item.hasAlias { aliases.append((item.name, syntax)) }
            case .all(let owner):
                var isFound = false
                for table in written where owner == nil || owner == table.alias {
                    isFound = true
                    for column in table.definition.columns where column.declared?.isInvisible != true {
                        let parts = [table.alias ?? table.definition.table, column.name]
                        items.append((column.name, Syntax(.column(parts), at: item.place)))
                    }
                }
                guard isFound else {
                    throw item.place.error(
                        "no table is named \(owner ?? "")", remedy: "Write * or the alias of a table.",
                        code: .unknownColumn)
                }
            }
        }
    }

    // MARK: - What is known of a group

    func resolve(_ syntax: Syntax) throws(ExpressionError) -> GivenOperand? {
        if case .literal = syntax.kind { return nil }
        let identity = try identity(syntax)
        if let key = keys.first(where: { $0.identity == identity }) {
            return GivenOperand(key.operand, slot: key.slot, numberSlot: key.numberSlot)
        }
        switch syntax.kind {
        case .aggregate(let name, let argument, let isDistinct):
            return try aggregate(name, argument, isDistinct: isDistinct, identity, at: syntax.place)
        case .window:
            throw syntax.place.error(
                "a window that rows are not grouped by", remedy: "Write the same TUMBLE or HOP in GROUP BY.",
                code: .unsupported)
        case .column(let parts):
            throw syntax.place.error(
                "column \(parts.joined(separator: ".")) is neither in GROUP BY nor in an aggregate",
                remedy: "Add it to GROUP BY, or write MIN(…) or MAX(…) of it.", code: .unsupported)
        default: return nil
        }
    }

    /// Slots of aggregates stand behind those of the keys.
    private func slot(ofAggregate index: Int) -> Int32 { Int32(keyPlans.count + index) }

    private func aggregate(
        _ name: AggregateName, _ argument: Syntax?, isDistinct: Bool, _ identity: String, at place: Place
    ) throws(ExpressionError) -> GivenOperand {
        if let index = aggregates.firstIndex(where: { $0.identity == identity }) {
            return GivenOperand(aggregates[index].operand, slot: slot(ofAggregate: index))
        }
        var (operand, plan) = try aggregatePlan(name, argument, isDistinct: isDistinct, at: place)
        operand = operand.moved(to: place)
        if let twin = try twin(name, argument, isDistinct: isDistinct) {
            plan = AggregatePlan(
                name: name, form: plan.form, root: plan.root, order: plan.order, offset: twin.offset,
                values: plan.values, isShared: true)
        } else {
            aggregateBytes += AggregatePlan.bytes(plan.form)
        }
        aggregates.append((identity, operand, plan))
        return GivenOperand(operand, slot: slot(ofAggregate: aggregates.count - 1))
    }

    /// SUM for AVG, and AVG for SUM: they keep the same.
    private func twin(
        _ name: AggregateName, _ argument: Syntax?, isDistinct: Bool
    ) throws(ExpressionError) -> AggregatePlan? {
        guard name == .sum || name == .avg, let argument else { return nil }
        let other = Syntax(
            .aggregate(name == .sum ? .avg : .sum, argument, isDistinct: isDistinct), at: argument.place)
        let identity = try identity(other)
        return aggregates.first { $0.identity == identity }?.plan
    }

    /// How texts of this operand compare; nil for other types.
    func order(_ operand: Operand) throws(ExpressionError) -> TextOrder? {
        guard operand.isText else { return nil }
        return try rows.order(of: operand)
    }
}
