/// The functions there are. Those that the two servers compute differently, or that depend on a session, are left out.
enum FunctionName: String, Sendable, CaseIterable {
    case abs, coalesce, concat, date, day, dayofmonth, hour, ifnull, isnull, left, length, lower, microsecond, minute
    case mod, month, nullif, quarter, right, second, substring, trim, upper, year
    case charLength = "char_length"
    case conditional = "if"

    private static let aliases: [String: FunctionName] = [
        "character_length": .charLength, "lcase": .lower, "mid": .substring, "octet_length": .length,
        "substr": .substring, "ucase": .upper,
    ]

    init?(name: String) {
        let name = name.lowercased()
        guard let function = FunctionName(rawValue: name) ?? Self.aliases[name] else { return nil }
        self = function
    }

    /// How many arguments it takes.
    var arity: ClosedRange<Int> {
        switch self {
        case .coalesce, .concat: 1...64
        case .conditional: 3...3
        case .ifnull, .left, .mod, .nullif, .right: 2...2
        case .substring: 2...3
        default: 1...1
        }
    }
}
