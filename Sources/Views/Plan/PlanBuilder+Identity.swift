import Expressions

extension PlanBuilder {
    /// What an expression says, whatever it is written like: equal for equal expressions of this query.
    func identity(_ syntax: Syntax) throws(ExpressionError) -> String {
        var parts: [String] = []
        for child in syntax.children { parts.append(try identity(child)) }
        let inner = parts.joined(separator: ",")
        switch syntax.kind {
        case .literal(let literal): return "'\(literal)'"
        case .column(let name):
            let found = try scope.find(name, at: syntax.place)
            return "#\(scope.tables[found.table].offset + found.column)"
        case .negative: return "-(\(inner))"
        case .not: return "!(\(inner))"
        case .logic(let operation, _, _): return "\(operation)(\(inner))"
        case .comparison(let comparison, _, _): return "\(comparison)(\(inner))"
        case .arithmetic(let operation, _, _): return "\(operation)(\(inner))"
        case .test(_, let test, let isNegated): return "\(test)\(isNegated)(\(inner))"
        case .membership(_, _, let isNegated): return "in\(isNegated)(\(inner))"
        case .between(_, _, _, let isNegated): return "between\(isNegated)(\(inner))"
        case .like(_, _, let escape, let isNegated): return "like\(escape ?? 0)\(isNegated)(\(inner))"
        case .choice(let subject, _, let otherwise):
            return "case\(subject == nil)\(otherwise == nil)(\(inner))"
        case .call(let function, _): return "\(function)(\(inner))"
        case .collate(_, let name): return "collate \(name)(\(inner))"
        case .aggregate(let name, _, let isDistinct): return "\(name)\(isDistinct)(\(inner))"
        case .shifted(_, let span): return "shift \(span)(\(inner))"
        case .elapsed(let unit, _, _): return "elapsed \(unit)(\(inner))"
        case .extracted(let unit, _): return "extract \(unit)(\(inner))"
        case .cast(_, let target): return "cast \(target)(\(inner))"
        case .window(_, let slide, let size): return "window \(slide) \(size)(\(inner))"
        }
    }

    /// The expression behind an alias or the number of a column of the result.
    func aliased(_ syntax: Syntax, prefersColumn: Bool) throws(ExpressionError) -> Syntax {
        if case .literal(.integer(let digits)) = syntax.kind {
            guard let number = Int(digits), number >= 1, number <= items.count else {
                throw syntax.place.error(
                    "the result has no column \(digits)", remedy: "It has \(items.count) columns.", code: .unknownColumn
                )
            }
            return items[number - 1].syntax
        }
        return try withAliases(syntax, prefersColumn: prefersColumn)
    }

    /// A name alone that is an alias is what it stands for.
    func withAliases(_ syntax: Syntax, prefersColumn: Bool) throws(ExpressionError) -> Syntax {
        guard case .column(let parts) = syntax.kind, parts.count == 1 else { return syntax }
        let name = parts[0].lowercased()
        guard let alias = aliases.first(where: { $0.name.lowercased() == name }) else { return syntax }
        if prefersColumn, (try? scope.find(parts, at: syntax.place)) != nil { return syntax }
        return alias.syntax
    }
}
