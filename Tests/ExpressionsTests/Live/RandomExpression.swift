/// Makes random conditions over the columns of `RandomTable`.
struct RandomExpression {
    var random: SeededGenerator
    let textColumns: [String]
    let words: [String]

    private static let numbers = ["i", "u", "b", "ub", "t", "de", "dw", "f", "g", "y", "bt", "e", "st"]
    private static let integers = ["i", "u", "b", "ub", "t", "bt"]
    private static let moments = ["d", "dt", "ts"]

    mutating func condition(_ depth: Int) -> String {
        if depth <= 0 { return comparison(0) }
        switch Int.random(in: 0..<14, using: &random) {
        case 0: return "(\(condition(depth - 1))) AND (\(condition(depth - 1)))"
        case 1: return "(\(condition(depth - 1))) OR (\(condition(depth - 1)))"
        case 2: return "(\(condition(depth - 1))) XOR (\(condition(depth - 1)))"
        case 3: return "NOT \(comparison(depth - 1))"
        case 4:
            return "(\(condition(depth - 1))) IS \(random.pick(["", "NOT "]))\(random.pick(["NULL", "TRUE", "FALSE"]))"
        case 5:
            return "\(number(depth - 1)) \(random.pick(["", "NOT "]))IN (\(numberLiteral()), \(numberLiteral()), NULL)"
        case 6: return "\(random.pick(textColumns)) \(random.pick(["", "NOT "]))IN (\(word()), \(word()))"
        case 7: return "\(number(depth - 1)) BETWEEN \(number(0)) AND \(number(0))"
        case 8: return "\(text(depth - 1)) \(random.pick(["", "NOT "]))LIKE \(pattern())"
        case 9: return number(depth - 1)
        case 10: return "\(condition(0)) = \(condition(0))"
        default: return comparison(depth)
        }
    }

    private mutating func comparison(_ depth: Int) -> String {
        let sign = random.pick(["=", "<>", "<", "<=", ">", ">=", "<=>"])
        switch Int.random(in: 0..<10, using: &random) {
        case 0, 1: return "\(text(depth)) \(sign) \(word())"
        case 2: return "\(random.pick(textColumns)) \(sign) \(text(depth))"
        case 3: return "\(moment()) \(sign) \(moment())"
        case 4: return "\(moment()) BETWEEN \(momentLiteral()) AND \(momentLiteral())"
        case 5: return "ti \(sign) \(random.pick(["'00:00:00'", "'-10:11:12.5'", "'01:00:00'", "TIME '838:59:59'"]))"
        case 6:
            return "\(random.pick(["e", "st"])) \(sign) \(random.pick(["'x'", "'Y'", "'a,c'", "2", "'2'", "''", "1"]))"
        case 7:
            return "\(random.pick(Self.integers + textColumns)) \(sign) \(random.pick(["'5'", "'-3'", "'007'", "5"]))"
        case 8: return "(\(number(0)) / \(number(0))) \(sign) \(random.pick(["0.5", "1", "-2.5", "0.3333", "1e0"]))"
        default: return "\(number(depth)) \(sign) \(number(depth))"
        }
    }

    private mutating func number(_ depth: Int) -> String {
        if depth <= 0 { return random.chance(60) ? random.pick(Self.numbers) : numberLiteral() }
        switch Int.random(in: 0..<16, using: &random) {
        case 0, 1: return "(\(number(depth - 1)) + \(number(depth - 1)))"
        case 2: return "(\(number(depth - 1)) - \(number(depth - 1)))"
        case 3: return "(\(number(depth - 1)) * \(number(depth - 1)))"
        case 4: return "(\(number(depth - 1)) / \(number(depth - 1)))"
        case 5: return "(\(number(depth - 1)) DIV \(number(depth - 1)))"
        case 6: return "(\(number(depth - 1)) % \(number(depth - 1)))"
        case 7: return "-\(random.pick(Self.numbers))"
        case 8: return "ABS(\(number(depth - 1)))"
        case 9: return "COALESCE(\(number(depth - 1)), \(number(depth - 1)))"
        case 10: return "CASE WHEN \(condition(depth - 1)) THEN \(number(depth - 1)) ELSE \(number(depth - 1)) END"
        case 11:
            let part = random.pick(["YEAR", "MONTH", "DAY", "QUARTER", "HOUR", "MINUTE", "SECOND", "MICROSECOND"])
            return "\(part)(\(random.pick(Self.moments)))"
        case 12: return "\(random.pick(["HOUR", "MINUTE", "SECOND", "MICROSECOND"]))(ti)"
        case 13: return "\(random.pick(["LENGTH", "CHAR_LENGTH"]))(\(text(depth - 1)))"
        case 14: return "NULLIF(\(number(depth - 1)), \(number(0)))"
        default: return "(\(random.pick(textColumns)) + \(number(0)))"
        }
    }

    private mutating func numberLiteral() -> String {
        random.pick([
            "0", "1", "-1", "5", "0.5", "-2.5", "1e0", "5.00", "9223372036854775807", "18446744073709551615",
            "9223372036854775808", "-9223372036854775808", "0x05", "TRUE", "NULL", "2024", "100000000000000000000.5",
            "1e20", "0.1",
        ])
    }

    private mutating func text(_ depth: Int) -> String {
        let column = random.pick(textColumns)
        if depth <= 0 { return column }
        switch Int.random(in: 0..<10, using: &random) {
        case 0: return "CONCAT(\(column), \(word()))"
        case 1: return "LEFT(\(column), \(random.pick(["2", "0", "-1", "t", "99"])))"
        case 2: return "RIGHT(\(column), \(random.pick(["2", "0", "-1", "t", "99"])))"
        case 3: return "SUBSTRING(\(column), \(random.pick(["1", "2", "0", "-2", "t", "99"])))"
        case 4: return "SUBSTRING(\(column), \(random.pick(["1", "2", "-2"])), \(random.pick(["1", "2", "0", "-1"])))"
        case 5: return "TRIM(\(column))"
        case 7: return "COALESCE(\(column), \(word()))"
        case 8: return "IF(\(condition(0)), \(column), \(word()))"
        default: return column
        }
    }

    private mutating func word() -> String {
        let word = (0..<Int.random(in: 0...3, using: &random)).map { _ in random.pick(words) }.joined()
        return "'\(word)'"
    }

    private mutating func pattern() -> String {
        let parts = (0..<Int.random(in: 0...5, using: &random)).map { _ in
            random.pick(words + ["%", "%", "_", "\\%", "\\_"])
        }
        return "'\(parts.joined())'"
    }

    private mutating func moment() -> String {
        random.chance(60) ? random.pick(Self.moments + ["DATE(dt)", "COALESCE(d, dt)"]) : momentLiteral()
    }

    private mutating func momentLiteral() -> String {
        random.pick([
            "'2024-02-01'", "'2023-03-15 12:00:00'", "DATE '2024-01-01'", "TIMESTAMP '2023-12-31 23:59:59.5'",
            "'1999-01-28 00:00:00'", "'2024-02-29'",
        ])
    }
}
