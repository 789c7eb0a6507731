extension Parser {
    /// `IN`, `BETWEEN` and `LIKE` bind more tightly than comparisons.
    mutating func predicate() throws(ExpressionError) -> Syntax {
        let left = try sum()
        let place = place
        var isNegated = false
        if isWord("NOT"), case .word(let next, quoted: false) = following,
            ["IN", "BETWEEN", "LIKE"].contains(next.uppercased())
        {
            isNegated = true
            advance()
        }
        if take("IN") {
            return try node(.membership(left, list(), isNegated: isNegated), at: place)
        }
        if take("BETWEEN") {
            let low = try sum()
            try expect("AND")
            return try node(.between(left, low, predicate(), isNegated: isNegated), at: place)
        }
        if take("LIKE") {
            let pattern = try factor()
            return try node(.like(left, pattern: pattern, escape: escape(), isNegated: isNegated), at: place)
        }
        return left
    }

    private mutating func list() throws(ExpressionError) -> [Syntax] {
        try expect(symbol: "(")
        var items = [try expression()]
        while take(symbol: ",") { items.append(try expression()) }
        try expect(symbol: ")")
        return items
    }

    /// The escape character: a backslash unless the expression says another one; nil for none.
    private mutating func escape() throws(ExpressionError) -> UInt8? {
        guard take("ESCAPE") else { return 0x5C }
        guard case .literal(.text(let bytes)) = token, bytes.count <= 1, bytes.allSatisfy({ $0 < 0x80 }) else {
            throw unexpected("one ASCII character in quotation marks")
        }
        advance()
        return bytes.first
    }

    mutating func sum() throws(ExpressionError) -> Syntax {
        var left = try product()
        while token == .symbol("+") || token == .symbol("-") {
            let place = place
            let sign: ArithmeticOperator = token == .symbol("+") ? .add : .subtract
            advance()
            if dialect == .view, isWord("INTERVAL") {
                left = try node(.shifted(left, timeSpan(isNegative: sign == .subtract)), at: place)
                continue
            }
            left = try node(.arithmetic(sign, left, product()), at: place)
        }
        return left
    }

    private mutating func product() throws(ExpressionError) -> Syntax {
        var left = try factor()
        while true {
            let place = place
            let operation: ArithmeticOperator
            if take(symbol: "*") {
                operation = .multiply
            } else if take(symbol: "/") {
                operation = .divide
            } else if take(symbol: "%") || take("MOD") {
                operation = .remainder
            } else if take("DIV") {
                operation = .wholeDivide
            } else {
                return left
            }
            left = try node(.arithmetic(operation, left, factor()), at: place)
        }
    }

    /// A primary expression with its signs, `!` and COLLATE.
    mutating func factor() throws(ExpressionError) -> Syntax {
        var prefixes: [(symbol: String, place: Place)] = []
        while case .symbol(let symbol) = token, ["-", "+", "!"].contains(symbol) {
            prefixes.append((symbol, place))
            guard prefixes.count <= Self.depthMax else { throw unexpected("an operand") }
            advance()
        }
        var operand = try primary()
        while true {
            let place = place
            guard take("COLLATE") else { break }
            guard case .word(let name, _) = token else { throw unexpected("the name of a collation") }
            advance()
            operand = try node(.collate(operand, name.lowercased()), at: place)
        }
        for (symbol, place) in prefixes.reversed() where symbol != "+" {
            operand = try node(symbol == "!" ? .not(operand) : .negative(operand), at: place)
        }
        return operand
    }
}
