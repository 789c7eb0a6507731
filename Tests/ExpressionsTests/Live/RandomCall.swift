import Binlog

/// Makes random calls of the functions that only views have, over the columns of `ViewFunctionsTests`.
struct RandomCall {
    var random: SeededGenerator

    private static let units = [
        "MICROSECOND", "SECOND", "MINUTE", "HOUR", "DAY", "MONTH", "QUARTER", "YEAR", "SECOND_MICROSECOND",
        "MINUTE_MICROSECOND", "MINUTE_SECOND", "HOUR_MICROSECOND", "HOUR_SECOND", "HOUR_MINUTE", "DAY_MICROSECOND",
        "DAY_SECOND", "DAY_MINUTE", "DAY_HOUR", "YEAR_MONTH",
    ]

    mutating func next() -> String {
        switch Int.random(in: 0..<20, using: &random) {
        case 0: return random.pick(["LOCATE(s2, s)", "INSTR(s, s2)", "POSITION(s2 IN s)", "LOCATE(own2, own)"])
        case 1: return "LOCATE(\(word()), \(random.pick(["s", "own", "la"])))"
        case 2: return "LOCATE(\(sign()), \(random.pick(["s", "gc", "own", "la", "e"])), \(number()))"
        case 3: return random.pick(["LOCATE(X'61', vb)", "LOCATE(fb, vb)", "INSTR(fb, X'00')", "LOCATE('1', vb, 2)"])
        case 4, 5:
            let text = random.pick(["s", "gc", "own", "e", "i", "de", "CONCAT(s, s2, s, s2)"])
            let mark = random.pick([word(), sign(), "s2", "''"])
            return
                "SUBSTRING_INDEX(\(text), \(mark), \(random.pick(["1", "2", "3", "0", "-1", "-2", "-3", "1000000"])))"
        // MariaDB repeats nothing as often as it is told to.
        case 6: return "LENGTH(REPEAT(NULLIF(\(random.pick(["s", "gc", "own"])), ''), \(number())))"
        case 7: return "REPEAT(\(random.pick(["s", "own", "e"])), \(random.pick(["t % 5", "0", "3", "-1", "ub % 3"])))"
        case 8: return "ASCII(\(random.pick(["s", "gc", "own", "vb", "fb", "i", "de", "e", "st", word()])))"
        case 9: return "FIELD(\(random.pick(["s2", "s", "NULL"])), \(word()), s2, \(word()), NULL, s)"
        case 10: return "FIELD(\(random.pick(["gc", "own", "la", "e"])), 'A', 'a', 'ä', 'x', 'Y', NULL, 'ß')"
        case 11: return random.pick(["FIELD(i, 1, t, b, -3)", "FIELD(ub, ub, ub)", "FIELD(t, i, NULL, b)"])
        case 12: return "WEEK(\(moment()), \(Int.random(in: 0...7, using: &random)))"
        case 13: return "YEARWEEK(\(moment()), \(Int.random(in: 0...7, using: &random)))"
        case 14: return "\(random.pick(["WEEK", "WEEKOFYEAR", "YEARWEEK", "TO_DAYS"]))(\(moment()))"
        case 15: return "EXTRACT(\(random.pick(Self.units)) FROM \(moment()))"
        case 16:
            return random.pick([
                "TIME_TO_SEC(tw)", "TIME_TO_SEC(ed)", "TIME_TO_SEC(em)", "TIME_TO_SEC(SEC_TO_TIME(\(number())))",
                "HOUR(SEC_TO_TIME(i))", "MINUTE(SEC_TO_TIME(\(number())))",
            ])
        case 17, 18:
            let number = random.pick(["g", "f", "r", "r", "r", "r / 3", "-r", "s"])
            let digits = random.pick(["0", "1", "2", "3", "5", "10", "15", "19", "-1", "-2", "-5", "-19"])
            return random.pick([
                "ROUND(\(number), \(digits))", "TRUNCATE(\(number), \(digits))", "ROUND(\(number))",
                "FLOOR(\(number))", "CEIL(\(number))", "ROUND(\(number)) * 3 + t", "-ROUND(\(number), \(digits))",
                "ABS(FLOOR(\(number)))", "COALESCE(ROUND(\(number), 2), i)",
            ])
        default:
            return "SQRT(\(random.pick(["g", "ABS(g)", "i", "de", "ABS(de)", "ub", "b", "s", "g * g", "e", "st"])))"
        }
    }

    private mutating func word() -> String {
        let count = Int.random(in: 0...2, using: &random)
        return "'" + (0..<count).map { _ in random.pick(["a", "A", "b", "1", ".", "@", " "]) }.joined() + "'"
    }

    /// What is equal to nothing else under any collation.
    private mutating func sign() -> String { random.pick(["'@'", "'1'", "'.'", "'.@'", "','"]) }

    private mutating func number() -> String {
        random.pick(["1", "2", "3", "0", "-1", "i", "b", "ub", "t", "18446744073709551615"])
    }

    private mutating func moment() -> String { random.pick(["ed", "em", "dt", "'2024-02-29'"]) }
}

extension RandomTable.Column {
    private static func edge(_ random: inout SeededGenerator) -> (year: UInt16, month: UInt8, day: UInt8) {
        let fixed: [(UInt16, UInt8, UInt8)] = [
            (0, 0, 0), (2024, 0, 0), (2024, 2, 0), (2023, 0, 5), (1, 1, 1), (9999, 12, 31), (1000, 1, 1), (1970, 1, 1),
            (2024, 2, 29), (2000, 2, 29), (1900, 2, 28), (1900, 3, 1),
        ]
        let year = UInt16.random(in: random.chance(50) ? 1...9999 : 1970...2030, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: return random.pick(fixed)
        case 1: return (year, 12, UInt8.random(in: 25...31, using: &random))
        case 2: return (year, 1, UInt8.random(in: 1...8, using: &random))
        default: return (year, UInt8.random(in: 1...12, using: &random), UInt8.random(in: 1...28, using: &random))
        }
    }

    /// Doubles of every size, near halves and exact ones.
    static let anyReal = Column("r", "DOUBLE", .double) { random, _ in
        let number: Double
        switch Int.random(in: 0..<5, using: &random) {
        case 0:
            let any = Double(bitPattern: UInt64.random(in: 0...(.max), using: &random))
            number = any.isFinite ? any : 0.5
        case 1: number = Double(Int.random(in: -9999...9999, using: &random)) / 1000
        case 2: number = Double(Int.random(in: -99...99, using: &random)) + 0.5
        case 3: number = random.pick([1.005, 2.675, -0.4, 4_503_599_627_370_497.5, 1e22, 1e300, 5e-300, 0.45, -1e15])
        default: number = Double(Int.random(in: -999_999_999...999_999_999, using: &random)) / 100_000
        }
        return ("\(number)", .double(number))
    }

    private static func padded(_ number: some BinaryInteger, _ width: Int) -> String {
        String(repeating: "0", count: max(0, width - "\(number)".count)) + "\(number)"
    }

    /// Days at the ends of years, at the ends of what there is, and such that lie nowhere.
    static let edgeDay = Column("ed", "DATE", .date) { random, _ in
        let (year, month, day) = edge(&random)
        return (
            "'\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))'",
            .date(CivilDate(year: year, month: month, day: day))
        )
    }

    static let edgeMoment = Column("em", "DATETIME", .dateTime2) { random, _ in
        let (year, month, day) = edge(&random)
        let clocks: [Int] = [0, 86_399, Int.random(in: 0..<86_400, using: &random)]
        let seconds = random.pick(clocks)
        let (hour, minute, second) = (UInt8(seconds / 3600), UInt8(seconds / 60 % 60), UInt8(seconds % 60))
        let clock = "\(padded(hour, 2)):\(padded(minute, 2)):\(padded(second, 2))"
        return (
            "'\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2)) \(clock)'",
            .dateTime(
                CivilDateTime(
                    date: CivilDate(year: year, month: month, day: day), hour: hour, minute: minute, second: second,
                    microsecond: 0))
        )
    }

    static let wholeTime = Column("tw", "TIME", .time2) { random, _ in
        let seconds = random.pick([0, 3_020_399, -3_020_399, Int64.random(in: -400_000...400_000, using: &random)])
        let (magnitude, sign) = (seconds.magnitude, seconds < 0 ? "-" : "")
        let clock = "\(padded(magnitude / 3600, 2)):\(padded(magnitude / 60 % 60, 2)):\(padded(magnitude % 60, 2))"
        return ("'\(sign)\(clock)'", .time(TimeOfDay(microseconds: seconds * 1_000_000)))
    }
}
