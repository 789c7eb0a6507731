extension Syntax {
    /// The expression with other nodes where `replacement` gives some; what is given is not looked into again, nor are
    /// the arguments of aggregates.
    package func replacing(
        _ replacement: (Syntax) throws(ExpressionError) -> Syntax?
    ) throws(ExpressionError) -> Syntax {
        if let other = try replacement(self) { return other }
        if case .aggregate = kind { return self }
        var children: [Syntax] = []
        for child in self.children { children.append(try child.replacing(replacement)) }
        return Syntax(kind.with(children), at: place)
    }
}

extension Syntax.Kind {
    /// The same operation on other operands, in the order of `Syntax.children`.
    fileprivate func with(_ parts: [Syntax]) -> Syntax.Kind {
        switch self {
        case .literal, .column, .aggregate: return self
        case .negative: return .negative(parts[0])
        case .not: return .not(parts[0])
        case .logic(let operation, _, _): return .logic(operation, parts[0], parts[1])
        case .comparison(let comparison, _, _): return .comparison(comparison, parts[0], parts[1])
        case .arithmetic(let operation, _, _): return .arithmetic(operation, parts[0], parts[1])
        case .test(_, let test, let isNegated): return .test(parts[0], test, isNegated: isNegated)
        case .membership(_, _, let isNegated):
            return .membership(parts[0], Array(parts.dropFirst()), isNegated: isNegated)
        case .between(_, _, _, let isNegated): return .between(parts[0], parts[1], parts[2], isNegated: isNegated)
        case .like(_, _, let escape, let isNegated):
            return .like(parts[0], pattern: parts[1], escape: escape, isNegated: isNegated)
        case .call(let function, _): return .call(function, parts)
        case .collate(_, let name): return .collate(parts[0], name)
        case .shifted(_, let span): return .shifted(parts[0], span)
        case .elapsed(let unit, _, _): return .elapsed(unit, parts[0], parts[1])
        case .extracted(let unit, _): return .extracted(unit, parts[0])
        case .cast(_, let target): return .cast(parts[0], target)
        case .window(_, let slide, let size): return .window(parts[0], slide: slide, size: size)
        case .choice(let subject, let branches, let otherwise):
            let first = subject == nil ? 0 : 1
            let replaced = branches.indices.map {
                Syntax.Branch(condition: parts[first + 2 * $0], result: parts[first + 2 * $0 + 1])
            }
            return .choice(
                subject: subject.map { _ in parts[0] }, replaced,
                otherwise: otherwise.map { _ in parts[parts.count - 1] })
        }
    }
}
