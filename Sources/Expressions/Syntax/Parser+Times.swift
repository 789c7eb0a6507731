extension Parser {
    /// `INTERVAL -3 MONTH`.
    mutating func timeSpan(isNegative: Bool) throws(ExpressionError) -> TimeSpan {
        try expect("INTERVAL")
        let hasSign = take(symbol: "-")
        guard case .literal(.integer(let digits)) = token, let count = Int64(digits), count < 10_000_000 else {
            throw unexpected("a whole number of units")
        }
        advance()
        return TimeSpan(count: isNegative != hasSign ? -count : count, unit: try timeUnit())
    }

    private mutating func timeUnit() throws(ExpressionError) -> TimeUnit {
        guard case .word(let word, quoted: false) = token, let unit = TimeUnit(rawValue: word.lowercased()) else {
            throw unexpected(TimeUnit.allCases.map { $0.rawValue.uppercased() }.joined(separator: ", "))
        }
        advance()
        return unit
    }

    /// DATE_ADD(x, INTERVAL …) and DATE_SUB.
    mutating func shift(isNegative: Bool, at place: Place) throws(ExpressionError) -> Syntax {
        advance()
        advance()
        let operand = try expression()
        try expect(symbol: ",")
        let span = try timeSpan(isNegative: isNegative)
        try expect(symbol: ")")
        return try node(.shifted(operand, span), at: place)
    }

    /// TIMESTAMPDIFF(unit, from, to).
    mutating func elapsed(at place: Place) throws(ExpressionError) -> Syntax {
        advance()
        advance()
        let unit = try timeUnit()
        try expect(symbol: ",")
        let first = try expression()
        try expect(symbol: ",")
        let second = try expression()
        try expect(symbol: ")")
        return try node(.elapsed(unit, first, second), at: place)
    }

    /// EXTRACT(unit FROM x).
    mutating func extraction(at place: Place) throws(ExpressionError) -> Syntax {
        advance()
        advance()
        guard !isWord("WEEK") else {
            throw self.place.error(
                "EXTRACT of a WEEK", remedy: "Write WEEK(x), or WEEK(x, mode).", code: .unsupported)
        }
        guard case .word(let word, quoted: false) = token, let unit = ExtractedUnit(rawValue: word.lowercased()) else {
            throw unexpected(ExtractedUnit.allCases.map { $0.rawValue.uppercased() }.joined(separator: ", "))
        }
        advance()
        try expect("FROM")
        let operand = try expression()
        try expect(symbol: ")")
        return try node(.extracted(unit, operand), at: place)
    }

    /// CAST(x AS type).
    mutating func cast(at place: Place) throws(ExpressionError) -> Syntax {
        advance()
        advance()
        let operand = try expression()
        try expect("AS")
        let target = try castTarget()
        try expect(symbol: ")")
        return try node(.cast(operand, target), at: place)
    }

    private mutating func castTarget() throws(ExpressionError) -> CastTarget {
        for (word, target) in [("SIGNED", CastTarget.signed), ("UNSIGNED", .unsigned)] where take(word) {
            _ = take("INTEGER")
            return target
        }
        if take("CHAR") { return .text }
        if take("DATE") { return .day }
        if take("DOUBLE") { return .real }
        let isMoment = take("DATETIME")
        guard isMoment || take("DECIMAL") else {
            throw unexpected("SIGNED, UNSIGNED, CHAR, DECIMAL(p,s), DATE, DATETIME or DOUBLE")
        }
        let numbers = try sizes()
        if isMoment {
            guard numbers.count <= 1, numbers.allSatisfy({ $0 <= 6 }) else { throw unexpected("0 to 6 digits") }
            return .moment(fraction: numbers.first ?? 0)
        }
        let precision = numbers.first ?? 10
        let scale = numbers.count > 1 ? numbers[1] : 0
        guard numbers.count <= 2, (1...65).contains(precision), scale <= min(38, precision) else {
            throw unexpected("a DECIMAL of at most 65 digits, 38 of them after the point,")
        }
        return .decimal(precision: precision, scale: scale)
    }

    /// `(12, 2)`, or nothing.
    private mutating func sizes() throws(ExpressionError) -> [Int] {
        guard take(symbol: "(") else { return [] }
        var sizes: [Int] = []
        repeat {
            guard case .literal(.integer(let digits)) = token, let size = Int(digits) else {
                throw unexpected("a whole number")
            }
            advance()
            sizes.append(size)
        } while take(symbol: ",")
        try expect(symbol: ")")
        return sizes
    }
}
