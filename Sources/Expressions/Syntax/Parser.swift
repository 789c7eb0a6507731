/// Reads an expression by the grammar of MySQL's manual, "Expression Syntax": the levels here are the levels there.
package struct Parser {
    /// Deeper nesting is refused, so that no configuration overflows a stack.
    package static let depthMax = 100

    /// More operators are refused: chains of them are as deep as they are long.
    package static let operatorsMax = 1000

    private let tokens: [PlacedToken]
    private var index = 0
    private var depth = 0
    private var operators = 0

    package let dialect: Dialect

    package init(_ text: String, _ dialect: Dialect = .filter) throws(ExpressionError) {
        tokens = try Lexer.tokens(text)
        self.dialect = dialect
    }

    package mutating func parse() throws(ExpressionError) -> Syntax {
        let root = try expression()
        guard token == .end else { throw unexpected("the end of the expression") }
        return root
    }

    // MARK: - Tokens

    package var token: Token { tokens[index].token }
    package var place: Place { tokens[index].place }
    package var following: Token { tokens[min(index + 1, tokens.count - 1)].token }

    /// Where the token begins, and where the one before it ended, in the text's UTF-8.
    package var start: Int { tokens[index].start }
    package var endBefore: Int { index > 0 ? tokens[index - 1].end : 0 }

    /// Whether a `*` stands so many tokens further on.
    package func isStar(at distance: Int) -> Bool {
        index + distance < tokens.count && tokens[index + distance].token == .symbol("*")
    }

    package mutating func advance() { if index < tokens.count - 1 { index += 1 } }

    package func isWord(_ word: String) -> Bool {
        if case .word(let text, quoted: false) = token { return text.uppercased() == word }
        return false
    }

    package mutating func take(_ word: String) -> Bool {
        guard isWord(word) else { return false }
        advance()
        return true
    }

    package mutating func take(symbol: String) -> Bool {
        guard token == .symbol(symbol) else { return false }
        advance()
        return true
    }

    package mutating func expect(_ word: String) throws(ExpressionError) {
        guard take(word) else { throw unexpected(word) }
    }

    package mutating func expect(symbol: String) throws(ExpressionError) {
        guard take(symbol: symbol) else { throw unexpected("\"\(symbol)\"") }
    }

    /// A node above others.
    package mutating func node(_ kind: Syntax.Kind, at place: Place) throws(ExpressionError) -> Syntax {
        operators += 1
        guard operators <= Self.operatorsMax else {
            throw place.error(
                "the expression has more than \(Self.operatorsMax) operators", remedy: "Write a list with IN, or less.")
        }
        return Syntax(kind, at: place)
    }

    /// What the language has, for messages.
    package var supported: String { dialect == .view ? SQLExpression.supportedInViews : SQLExpression.supported }

    package func unexpected(_ expected: String) -> ExpressionError {
        place.error(
            "\(token.text) stands where \(expected) was expected", remedy: "Supported: \(supported)")
    }

    // MARK: - Levels

    package mutating func expression() throws(ExpressionError) -> Syntax {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.depthMax else {
            throw place.error("the expression is nested too deeply", remedy: "Nest at most \(Self.depthMax) levels.")
        }
        var left = try exclusive()
        while isWord("OR") || token == .symbol("||") {
            let place = place
            advance()
            left = try node(.logic(.or, left, exclusive()), at: place)
        }
        return left
    }

    /// An operand in brackets that ends before IN.
    mutating func nestedSum() throws(ExpressionError) -> Syntax {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.depthMax else {
            throw place.error("the expression is nested too deeply", remedy: "Nest at most \(Self.depthMax) levels.")
        }
        return try sum()
    }

    private mutating func exclusive() throws(ExpressionError) -> Syntax {
        var left = try conjunction()
        while isWord("XOR") {
            let place = place
            advance()
            left = try node(.logic(.xor, left, conjunction()), at: place)
        }
        return left
    }

    private mutating func conjunction() throws(ExpressionError) -> Syntax {
        var left = try negation()
        while isWord("AND") || token == .symbol("&&") {
            let place = place
            advance()
            left = try node(.logic(.and, left, negation()), at: place)
        }
        return left
    }

    private mutating func negation() throws(ExpressionError) -> Syntax {
        var places: [Place] = []
        while isWord("NOT") {
            places.append(place)
            advance()
        }
        var operand = try comparison()
        for place in places.reversed() { operand = try node(.not(operand), at: place) }
        return operand
    }

    private mutating func comparison() throws(ExpressionError) -> Syntax {
        var left = try predicate()
        while true {
            let place = place
            if take("IS") {
                left = try test(left, at: place)
            } else if let comparison = Self.comparison(token) {
                advance()
                left = try node(.comparison(comparison, left, predicate()), at: place)
            } else {
                return left
            }
        }
    }

    private mutating func test(_ left: Syntax, at place: Place) throws(ExpressionError) -> Syntax {
        let isNegated = take("NOT")
        for (word, test) in [("NULL", TruthTest.null), ("UNKNOWN", .null), ("TRUE", .isTrue), ("FALSE", .isFalse)] {
            if take(word) { return try node(.test(left, test, isNegated: isNegated), at: place) }
        }
        throw unexpected("NULL, TRUE, FALSE or UNKNOWN")
    }

    private static func comparison(_ token: Token) -> ComparisonOperator? {
        guard case .symbol(let symbol) = token else { return nil }
        return switch symbol {
        case "=": .equal
        case "<=>": .equalOrBothNull
        case "<>", "!=": .notEqual
        case "<": .less
        case "<=": .lessOrEqual
        case ">": .greater
        case ">=": .greaterOrEqual
        default: nil
        }
    }
}
