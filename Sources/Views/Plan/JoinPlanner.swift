import Expressions

/// Finds out of ON and WHERE by which equalities tables are joined, and plans the look-ups.
struct JoinPlanner {
    /// `one.x = other.y`, ready to be compared as bytes.
    struct Edge {
        let tables: (Int, Int)
        let roots: (Int32, Int32)
        let order: TextOrder?

        func touches(_ table: Int) -> Bool { tables.0 == table || tables.1 == table }

        /// The table at the other end; nil when the edge does not end here.
        func other(than table: Int) -> Int? {
            tables.0 == table ? tables.1 : tables.1 == table ? tables.0 : nil
        }

        func root(of table: Int) -> Int32 { tables.0 == table ? roots.0 : roots.1 }
    }

    let scope: Scope
    let select: SelectSyntax
    private var edges: [Edge] = []
    /// By table: equalities of the ON of its LEFT JOIN.
    private var outerEdges: [[Edge]]
    private var filters: [[Int32]]
    private var isOptional: [Bool]
    /// What is looked at when all tables' rows are there.
    private(set) var conditions: [Int32] = []
    private var indexes: [[JoinPlan.Index]]

    init(_ select: SelectSyntax, _ scope: Scope) {
        self.select = select
        self.scope = scope
        let count = scope.tables.count
        outerEdges = Array(repeating: [], count: count)
        filters = Array(repeating: [], count: count)
        indexes = Array(repeating: [], count: count)
        isOptional = [false] + select.joins.map(\.isLeft)
    }

    mutating func plan(_ rows: inout Compiler) throws(ExpressionError) -> JoinPlan {
        var inner = Self.conjuncts(select.condition)
        for (index, join) in select.joins.enumerated() where !join.isLeft {
            try refuseLater(join.condition, than: index + 1)
            inner += Self.conjuncts(join.condition)
        }
        try simplify(&inner)
        for syntax in inner { try take(syntax, &rows) }
        for (index, join) in select.joins.enumerated() where isOptional[index + 1] {
            try takeOuter(join, table: index + 1, &rows)
        }
        var steps: [[JoinPlan.Step]] = []
        for table in scope.tables.indices { steps.append(try self.steps(from: table)) }
        let tables = scope.tables.indices.map { table in
            JoinPlan.Table(
                filters: filters[table], columns: [], indexes: indexes[table],
                optionalIndex: isOptional[table] ? index(table, outerEdges[table]) : nil)
        }
        return JoinPlan(tables: tables, steps: steps)
    }

    static func conjuncts(_ syntax: Syntax?) -> [Syntax] {
        guard let syntax else { return [] }
        if case .logic(.and, let one, let other) = syntax.kind { return conjuncts(one) + conjuncts(other) }
        return [syntax]
    }

    // MARK: - Conditions

    private func tables(of syntax: Syntax) throws(ExpressionError) -> Set<Int> {
        var tables: Set<Int> = []
        if case .column(let parts) = syntax.kind { tables.insert(try scope.find(parts, at: syntax.place).table) }
        for child in syntax.children { tables.formUnion(try self.tables(of: child)) }
        return tables
    }

    private func refuseLater(_ condition: Syntax?, than table: Int) throws(ExpressionError) {
        guard let condition, let later = try tables(of: condition).first(where: { $0 > table }) else { return }
        throw condition.place.error(
            "ON reads table \(scope.tables[later].alias ?? ""), which is joined later",
            remedy: "Move the condition to WHERE.", code: .unknownColumn)
    }

    /// A LEFT JOIN whose columns have to be equal to something is a JOIN.
    private mutating func simplify(_ inner: inout [Syntax]) throws(ExpressionError) {
        var isChanged = true
        while isChanged {
            isChanged = false
            for syntax in inner {
                guard case .comparison(.equal, let one, let other) = syntax.kind else { continue }
                for side in [one, other] {
                    guard case .column(let parts) = side.kind else { continue }
                    let table = try scope.find(parts, at: side.place).table
                    guard isOptional[table] else { continue }
                    isOptional[table] = false
                    inner += Self.conjuncts(select.joins[table - 1].condition)
                    isChanged = true
                }
            }
        }
    }

    private mutating func take(_ syntax: Syntax, _ rows: inout Compiler) throws(ExpressionError) {
        if let edge = try edge(syntax, &rows), !isOptional[edge.tables.0], !isOptional[edge.tables.1] {
            edges.append(edge)
            return
        }
        let tables = try tables(of: syntax)
        let root = try rows.condition(try rows.operand(syntax))
        if scope.tables.count > 1, tables.count == 1, let table = tables.first, !isOptional[table] {
            filters[table].append(root)
        } else {
            conditions.append(root)
        }
    }

    private mutating func takeOuter(
        _ join: SelectSyntax.Join, table: Int, _ rows: inout Compiler
    ) throws(ExpressionError) {
        try refuseLater(join.condition, than: table)
        for syntax in Self.conjuncts(join.condition) {
            if let edge = try edge(syntax, &rows), edge.touches(table) {
                outerEdges[table].append(edge)
            } else if try tables(of: syntax).isSubset(of: [table]) {
                filters[table].append(try rows.condition(try rows.operand(syntax)))
            } else {
                throw syntax.place.error(
                    "ON of a LEFT or RIGHT JOIN has more than equalities with its table and conditions on that table alone",
                    remedy: "Write ON a.x = b.y AND b.z = 1, or use JOIN.", code: .unsupported)
            }
        }
        if outerEdges[table].isEmpty { throw unconnected(table) }
    }

    private func edge(_ syntax: Syntax, _ rows: inout Compiler) throws(ExpressionError) -> Edge? {
        guard case .comparison(.equal, let one, let other) = syntax.kind else { return nil }
        let (left, right) = (try tables(of: one), try tables(of: other))
        guard left.count == 1, right.count == 1, left != right, let first = left.first, let second = right.first
        else { return nil }
        let sides = try rows.equality(one, other, at: syntax.place)
        return Edge(tables: (first, second), roots: (sides.one, sides.other), order: sides.order)
    }

    private func unconnected(_ table: Int) -> ExpressionError {
        let place = table > 0 ? select.joins[table - 1].place : Place(line: 1, column: 1)
        return place.error(
            "no equality joins table \(scope.tables[table].alias ?? "") with the others",
            remedy: "Write ON a.x = b.y, or WHERE a.x = b.y behind a comma.", code: .unsupported)
    }

    // MARK: - Steps

    private mutating func steps(from start: Int) throws(ExpressionError) -> [JoinPlan.Step] {
        var bound: Set<Int> = [start]
        var steps: [JoinPlan.Step] = []
        // Backwards from tables that are optional to those that they were joined to, and among the others.
        while let (table, used) = nextInner(bound) {
            steps.append(step(table, used, isOuter: false))
            bound.insert(table)
        }
        for table in scope.tables.indices where !bound.contains(table) && isOptional[table] {
            let needed = outerEdges[table].compactMap { $0.other(than: table) }
            guard bound.isSuperset(of: needed) else { continue }
            steps.append(step(table, outerEdges[table], isOuter: true))
            bound.insert(table)
        }
        if let missing = scope.tables.indices.first(where: { !bound.contains($0) }) {
            throw unconnected(missing > 0 ? missing : start)
        }
        return steps
    }

    /// A table that must have a row, and the equalities that find it.
    private func nextInner(_ bound: Set<Int>) -> (table: Int, edges: [Edge])? {
        let backward = scope.tables.indices.filter { isOptional[$0] && bound.contains($0) }.flatMap { outerEdges[$0] }
        for table in scope.tables.indices where !bound.contains(table) {
            let usable = (edges + backward).filter { edge in
                guard let other = edge.other(than: table) else { return false }
                return bound.contains(other)
            }
            if !usable.isEmpty { return (table, usable) }
        }
        return nil
    }

    private mutating func step(_ table: Int, _ used: [Edge], isOuter: Bool) -> JoinPlan.Step {
        JoinPlan.Step(
            table: table, index: index(table, used),
            roots: used.map { $0.root(of: $0.other(than: table) ?? table) }, orders: used.map(\.order),
            isOuter: isOuter)
    }

    /// The table's index over its side of these equalities.
    private mutating func index(_ table: Int, _ used: [Edge]) -> Int {
        let roots = used.map { $0.root(of: table) }
        if let known = indexes[table].firstIndex(where: { $0.roots == roots }) { return known }
        indexes[table].append(JoinPlan.Index(roots: roots, orders: used.map(\.order)))
        return indexes[table].count - 1
    }
}
