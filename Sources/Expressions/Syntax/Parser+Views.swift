extension Parser {
    /// Aggregates and windows; nil for other functions.
    mutating func viewCall(_ word: String, at place: Place) throws(ExpressionError) -> Syntax? {
        if let aggregate = AggregateName(rawValue: word.lowercased()) {
            return try self.aggregate(aggregate, at: place)
        }
        switch word.uppercased() {
        case "DATE_ADD", "ADDDATE": return try shift(isNegative: false, at: place)
        case "DATE_SUB", "SUBDATE": return try shift(isNegative: true, at: place)
        case "TIMESTAMPDIFF": return try elapsed(at: place)
        case "EXTRACT": return try extraction(at: place)
        case "POSITION": return try position(at: place)
        case "CAST": return try cast(at: place)
        case "TUMBLE", "HOP": return try window(isHop: word.uppercased() == "HOP", at: place)
        default: return nil
        }
    }

    /// POSITION(x IN y): LOCATE(x, y).
    private mutating func position(at place: Place) throws(ExpressionError) -> Syntax {
        advance()
        advance()
        let needle = try nestedSum()
        try expect("IN")
        let text = try expression()
        try expect(symbol: ")")
        return try node(.call(.locate, [needle, text]), at: place)
    }

    private mutating func aggregate(_ name: AggregateName, at place: Place) throws(ExpressionError) -> Syntax {
        advance()
        advance()
        if name == .count, take(symbol: "*") {
            try expect(symbol: ")")
            return try node(.aggregate(.count, nil, isDistinct: false), at: place)
        }
        let isDistinct = take("DISTINCT")
        let argument = try expression()
        if token == .symbol(",") {
            throw self.place.error(
                "\(name.rawValue.uppercased()) of several expressions",
                remedy: "Count one: COUNT(DISTINCT CONCAT(a, '|', b)).", code: .unsupported)
        }
        try expect(symbol: ")")
        // The least and the greatest do not depend on how often a value is there.
        let counts = isDistinct && name != .min && name != .max
        return try node(.aggregate(name, argument, isDistinct: counts), at: place)
    }

    private mutating func window(isHop: Bool, at place: Place) throws(ExpressionError) -> Syntax {
        advance()
        advance()
        let time = try expression()
        try expect(symbol: ",")
        let slide = try interval()
        var size = slide
        if isHop {
            try expect(symbol: ",")
            let sizePlace = self.place
            size = try interval()
            guard size >= slide, size / slide < Self.windowsMax else {
                throw sizePlace.error(
                    "a HOP that is shorter than its step, or more than \(Self.windowsMax) times as long",
                    remedy: "Write HOP(column, INTERVAL 1 MINUTE, INTERVAL 5 MINUTE).", code: .unsupported)
            }
        }
        try expect(symbol: ")")
        return try node(.window(time, slide: slide, size: size), at: place)
    }

    /// Windows that one row may lie in.
    package static let windowsMax: Int64 = 1000

    /// `INTERVAL 5 MINUTE` in microseconds.
    private mutating func interval() throws(ExpressionError) -> Int64 {
        try expect("INTERVAL")
        guard case .literal(.integer(let digits)) = token, let count = Int64(digits), count > 0, count < 1_000_000
        else { throw unexpected("a whole number of units") }
        advance()
        let units: [(String, Int64)] = [("SECOND", 1), ("MINUTE", 60), ("HOUR", 3600), ("DAY", 86_400)]
        for (unit, seconds) in units where take(unit) { return count * seconds * 1_000_000 }
        throw unexpected("SECOND, MINUTE, HOUR or DAY")
    }
}
