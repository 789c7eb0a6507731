import Expressions

extension PlanBuilder {
    func plan() throws(ExpressionError) -> ViewPlan {
        var planner = JoinPlanner(select, scope)
        var joins = try planner.plan(&rows)
        let aggregates = try hasAggregates()
        let isGrouped = !select.groupBy.isEmpty || aggregates
        if !select.groupBy.isEmpty {
            for syntax in select.groupBy { try addKey(aliased(syntax, prefersColumn: true), isCollated: true) }
        } else if !isGrouped {
            try addRowKeys()
        }
        var groups = Compiler(Scope([]), .view)
        groups.resolver = self
        let outputs = try outputs(&groups)
        let having = try having(&groups)
        let orderings = try orderings(&groups, isGrouped: isGrouped)
        let limit = try limit()
        let columns = try columns(outputs)
        var columnsRead = scope.tables.map { _ in [Int]() }
        for position in rows.columnsRead.sorted() {
            let table = scope.table(ofColumn: position)
            columnsRead[table].append(position - scope.tables[table].offset)
        }
        for (table, columns) in columnsRead.enumerated() {
            joins.tables[table].columns = columns.map { $0 + scope.tables[table].offset }
        }
        return ViewPlan(
            scope: scope, columns: columns, rows: Program(rows), joins: joins, conditions: planner.conditions,
            keys: keyPlans, aggregates: self.aggregates.map(\.plan), valueSets: valueSets.map(\.plan),
            aggregateBytes: aggregateBytes, groups: Program(groups), outputs: outputs, having: having,
            orderings: orderings, limit: limit, isGlobal: isGrouped && select.groupBy.isEmpty,
            isMultiple: !isGrouped && !select.isDistinct, mergesGroups: isGrouped && select.isDistinct,
            window: window, columnsRead: columnsRead)
    }

    private func hasAggregates() throws(ExpressionError) -> Bool {
        var syntaxes = items.map(\.syntax) + select.orderBy.map(\.syntax)
        if let having = select.having {
            syntaxes.append(having)
            if select.groupBy.isEmpty { return true }
        }
        var isFound = false
        for syntax in syntaxes { syntax.visit { if case .aggregate = $0.kind { isFound = true } } }
        return isFound
    }

    // MARK: - Keys

    /// - Parameter isCollated: whether texts that the collation takes for equal are one key.
    private func addKey(_ syntax: Syntax, isCollated: Bool) throws(ExpressionError) {
        let identity = try identity(syntax)
        guard !keys.contains(where: { $0.identity == identity }) else { return }
        let operand = rows.settled(try rows.operand(syntax))
        if case .opaque(let type) = operand.kind {
            throw operand.unsupported("\(type) is shown or grouped by", remedy: "Only IS NULL is supported for it.")
        }
        if case .window(_, let slide, let size) = syntax.kind {
            guard window == nil else {
                throw syntax.place.error("two windows", remedy: "Group by one TUMBLE or HOP.", code: .unsupported)
            }
            window = ViewPlan.Window(key: keyPlans.count, steps: (size + slide - 1) / slide)
        }
        let slot = Int32(keyPlans.count)
        keyPlans.append(ViewPlan.Key(root: operand.node, order: isCollated ? try order(operand) : nil))
        var numberSlot: Int32?
        if let number = operand.number, operand.column != nil {
            numberSlot = Int32(keyPlans.count)
            keyPlans.append(ViewPlan.Key(root: number, order: nil))
        }
        keys.append(Key(identity: identity, operand: operand, slot: slot, numberSlot: numberSlot))
    }

    /// Rows that are not grouped are their own keys.
    private func addRowKeys() throws(ExpressionError) {
        for item in items { try addKey(item.syntax, isCollated: select.isDistinct) }
        for ordering in select.orderBy {
            let syntax = try aliased(ordering.syntax, prefersColumn: false)
            if select.isDistinct {
                let identity = try identity(syntax)
                guard keys.contains(where: { $0.identity == identity }) else {
                    throw syntax.place.error(
                        "DISTINCT rows are ordered by what is not shown", remedy: "Add it to SELECT.",
                        code: .unsupported)
                }
            } else {
                try addKey(try resolvedAliases(syntax), isCollated: false)
            }
        }
    }

    // MARK: - What is made of groups

    private func outputs(_ groups: inout Compiler) throws(ExpressionError) -> [ViewPlan.Output] {
        var outputs: [ViewPlan.Output] = []
        for item in items {
            let operand = groups.settled(try groups.operand(item.syntax))
            outputs.append(
                ViewPlan.Output(root: operand.node, shape: try ValueShape(operand), order: try order(operand)))
        }
        return outputs
    }

    private func having(_ groups: inout Compiler) throws(ExpressionError) -> Int32? {
        guard let having = select.having else { return nil }
        return try groups.condition(try groups.operand(try resolvedAliases(having)))
    }

    private func orderings(
        _ groups: inout Compiler, isGrouped: Bool
    ) throws(ExpressionError) -> [ViewPlan.Ordering] {
        var orderings: [ViewPlan.Ordering] = []
        for ordering in select.orderBy {
            let syntax = try resolvedAliases(try aliased(ordering.syntax, prefersColumn: false))
            let operand = groups.settled(try groups.operand(syntax))
            // Members of an ENUM or SET are ordered by their numbers.
            let isMember = operand.number != nil && operand.column != nil
            orderings.append(
                ViewPlan.Ordering(
                    root: isMember ? operand.number ?? operand.node : operand.node,
                    order: isMember ? nil : try order(operand), isDescending: ordering.isDescending))
        }
        return orderings
    }

    /// Aliases become what they stand for, but where they name a key.
    private func resolvedAliases(_ syntax: Syntax) throws(ExpressionError) -> Syntax {
        try syntax.replacing { node throws(ExpressionError) in
            guard case .column(let parts) = node.kind, parts.count == 1 else { return nil }
            if let identity = try? identity(node), keys.contains(where: { $0.identity == identity }) { return nil }
            let name = parts[0].lowercased()
            return aliases.first { $0.name.lowercased() == name }?.syntax
        }
    }

    private func limit() throws(ExpressionError) -> (offset: Int, rows: Int)? {
        guard let limit = select.limit else { return nil }
        guard limit.rows <= options.limitMax, select.offset <= options.limitMax - limit.rows else {
            throw limit.place.error(
                "LIMIT and OFFSET ask for more than \(options.limitMax) rows", remedy: "Show fewer rows.",
                code: .unsupported)
        }
        return (select.offset, limit.rows)
    }
}
