import Expressions

extension PlanBuilder {
    /// Digits that a sum's type has more than what is summed, and a mean's more behind the point.
    private static let sumDigits = 22
    private static let meanDigits = 4

    func aggregatePlan(
        _ name: AggregateName, _ argument: Syntax?, isDistinct: Bool, at place: Place
    ) throws(ExpressionError) -> (Operand, AggregatePlan) {
        let count = Operand(0, .integer(isUnsigned: false, digits: 20), at: place)
        guard let argument else { return (count, plan(.count, .rows, root: 0, nil)) }
        var operand = try rows.operand(argument)
        if case .opaque(let type) = operand.kind, name != .count || isDistinct {
            throw operand.unsupported(
                "\(type) in \(name.rawValue.uppercased())", remedy: "Only COUNT(column) takes it.")
        }
        switch name {
        case .count:
            operand = rows.settled(operand)
            let order = try isDistinct ? order(operand) : nil
            let values = isDistinct ? try valueSet(argument, operand, isDistinct: true) : nil
            return (count, plan(.count, .count, root: operand.node, order, values))
        case .min, .max:
            operand = rows.settled(operand)
            let values = try valueSet(argument, operand, isDistinct: false)
            let plan = plan(name, .extreme, root: operand.node, try order(operand), values)
            return (operand.withoutColumn, plan)
        case .sum, .avg: return try sum(name, operand, argument, isDistinct: isDistinct, at: place)
        }
    }

    private func sum(
        _ name: AggregateName, _ original: Operand, _ argument: Syntax, isDistinct: Bool, at place: Place
    ) throws(ExpressionError) -> (Operand, AggregatePlan) {
        guard !original.isTemporal, original.number == nil else {
            throw original.unsupported(
                "\(name.rawValue.uppercased()) of \(original.name)", remedy: "Use it on numbers.")
        }
        var operand = try rows.numeric(original)
        // Where rows are grouped, MariaDB keeps sums with the digits of the type, and so rounds what it adds.
        if !select.groupBy.isEmpty || isDistinct { operand = rows.settled(operand) }
        guard !isDistinct || !original.isText else {
            throw original.unsupported(
                "\(name.rawValue.uppercased())(DISTINCT) of a text", remedy: "Use it on numbers.")
        }
        let values = isDistinct ? try valueSet(argument, operand, isDistinct: true) : nil
        if operand.kind == .real {
            var sum = Operand(0, .real, at: place)
            if operand.roundedDigits != nil {
                // Sums of whole numbers are such.
                if name == .avg || operand.roundedDigits != 0 { try operand.withoutRounding() }
                sum.roundedDigits = 0
            }
            return (sum, plan(name, .realSum, root: operand.node, nil, values))
        }
        let (precision, scale) = operand.decimalShape
        // What is added may have more digits than its type.
        let kept = operand.isUnsettled ? Compiler.viewScaleMax : scale
        let plan = plan(name, .exactSum(scale: kept), root: operand.node, nil, values)
        let isMean = name == .avg
        let kind = Operand.Kind.decimal(
            precision: min(65, precision + (isMean ? Self.meanDigits : Self.sumDigits)),
            scale: min(Compiler.viewScaleMax, isMean ? scale + Self.meanDigits : scale))
        var result = Operand(0, kind, at: place)
        result.isUnsettled = isMean || operand.isUnsettled
        return (result, plan)
    }

    private func plan(
        _ name: AggregateName, _ form: AggregatePlan.Form, root: Int32, _ order: TextOrder?, _ values: Int? = nil
    ) -> AggregatePlan {
        AggregatePlan(name: name, form: form, root: root, order: order, offset: aggregateBytes, values: values)
    }

    /// The ordered set of this expression's values: MIN and MAX share one, all DISTINCT ones share another.
    private func valueSet(
        _ argument: Syntax, _ operand: Operand, isDistinct: Bool
    ) throws(ExpressionError) -> Int {
        let identity = (isDistinct ? "distinct " : "all ") + (try self.identity(argument))
        if let index = valueSets.firstIndex(where: { $0.identity == identity }) { return index }
        let plan = ValueSetPlan(root: operand.node, order: try order(operand), isDistinct: isDistinct)
        valueSets.append((identity, plan))
        return valueSets.count - 1
    }
}

extension Operand {
    /// The operand as a value of its type, and no longer a column's.
    fileprivate var withoutColumn: Operand {
        var operand = self
        operand.column = nil
        operand.number = nil
        operand.literal = nil
        return operand
    }
}
