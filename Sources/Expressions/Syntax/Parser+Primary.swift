extension Parser {
    /// Words that cannot be a column's name without backticks.
    private static let reserved: Set<String> = [
        "AND", "BETWEEN", "BINARY", "CASE", "COLLATE", "DIV", "ELSE", "EXISTS", "IN", "INTERVAL", "IS", "LIKE", "MOD",
        "NOT", "OR", "REGEXP", "RLIKE", "SELECT", "THEN", "WHEN", "WHERE", "XOR",
    ]

    private static let reservedInViews: Set<String> = [
        "AS", "ASC", "CROSS", "DESC", "DISTINCT", "FROM", "FULL", "GROUP", "HAVING", "INNER", "JOIN", "LEFT", "LIMIT",
        "NATURAL", "OFFSET", "ON", "ORDER", "OUTER", "RIGHT", "UNION", "USING", "WITH", "EXCEPT", "INTERSECT",
        "STRAIGHT_JOIN", "ELSE", "END", "WINDOW", "FOR", "INTO", "PROCEDURE",
    ]

    /// Whether a word in capitals cannot be a name without backticks.
    package func isReserved(_ word: String) -> Bool {
        Self.reserved.contains(word) || dialect == .view && Self.reservedInViews.contains(word)
    }

    package mutating func primary() throws(ExpressionError) -> Syntax {
        let place = place
        switch token {
        case .literal(let literal):
            advance()
            return Syntax(.literal(try joined(literal)), at: place)
        case .symbol("("):
            advance()
            let inner = try expression()
            try expect(symbol: ")")
            return inner
        case .word(let word, quoted: true):
            return try column(word, at: place)
        case .word(let word, quoted: false):
            return try keyword(word, at: place)
        default:
            throw unexpected("a column, a literal or a function")
        }
    }

    /// Texts side by side are one text.
    private mutating func joined(_ literal: Literal) throws(ExpressionError) -> Literal {
        guard case .text(var bytes) = literal else { return literal }
        while case .literal(.text(let more)) = token {
            bytes += more
            advance()
        }
        return .text(bytes)
    }

    private mutating func keyword(_ word: String, at place: Place) throws(ExpressionError) -> Syntax {
        let upper = word.uppercased()
        if following == .symbol("(") {
            return try call(word, at: place)
        }
        if case .literal(.text(let bytes)) = following, ["DATE", "TIME", "TIMESTAMP"].contains(upper) {
            advance()
            advance()
            let text = String(decoding: bytes, as: UTF8.self)
            let literal: Literal = upper == "DATE" ? .date(text) : upper == "TIME" ? .time(text) : .timestamp(text)
            return Syntax(.literal(literal), at: place)
        }
        switch upper {
        case "TRUE", "FALSE":
            advance()
            return Syntax(.literal(.truth(upper == "TRUE")), at: place)
        case "NULL":
            advance()
            return Syntax(.literal(.null), at: place)
        case "CASE": return try choice(at: place)
        case let upper where isReserved(upper): throw unexpected("a column, a literal or a function")
        default: return try column(word, at: place)
        }
    }

    private mutating func column(_ first: String, at place: Place) throws(ExpressionError) -> Syntax {
        advance()
        var parts = [first]
        while token == .symbol("."), parts.count < 3 {
            advance()
            guard case .word(let name, _) = token else { throw unexpected("a name") }
            advance()
            parts.append(name)
        }
        return Syntax(.column(parts), at: place)
    }

    private mutating func call(_ word: String, at place: Place) throws(ExpressionError) -> Syntax {
        if dialect == .view, let special = try viewCall(word, at: place) { return special }
        guard let function = FunctionName(name: word), dialect == .view || function.isForFilters else {
            throw place.error(
                "there is no function \(word) here",
                remedy: FunctionName.substitute(for: word) ?? "Supported: \(supported)")
        }
        advance()
        advance()
        var arguments: [Syntax] = []
        if token != .symbol(")") {
            arguments.append(try expression())
            while take(symbol: ",") { arguments.append(try expression()) }
        }
        try expect(symbol: ")")
        guard function.arity.contains(arguments.count) else {
            let arity = function.arity
            let wanted = arity.count == 1 ? "\(arity.lowerBound)" : "\(arity.lowerBound) to \(arity.upperBound)"
            throw place.error(
                "\(word.uppercased()) has \(arguments.count) arguments", remedy: "It takes \(wanted).")
        }
        return try node(.call(function, arguments), at: place)
    }

    private mutating func choice(at place: Place) throws(ExpressionError) -> Syntax {
        advance()
        let subject = isWord("WHEN") ? nil : try expression()
        var branches: [Syntax.Branch] = []
        while take("WHEN") {
            let condition = try expression()
            try expect("THEN")
            branches.append(Syntax.Branch(condition: condition, result: try expression()))
        }
        guard !branches.isEmpty else { throw unexpected("WHEN") }
        let otherwise = take("ELSE") ? try expression() : nil
        try expect("END")
        return try node(.choice(subject: subject, branches, otherwise: otherwise), at: place)
    }
}
