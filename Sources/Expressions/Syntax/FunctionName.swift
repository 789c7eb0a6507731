/// The functions there are. Those that the two servers compute differently, or that depend on a session, are left out.
package enum FunctionName: String, Sendable, CaseIterable {
    case abs, coalesce, concat, date, day, dayofmonth, hour, ifnull, isnull, left, length, microsecond, minute
    case mod, month, nullif, quarter, right, second, substring, trim, year
    case ceiling, datediff, dayname, dayofweek, dayofyear, floor, greatest, hex, least, lower, lpad, ltrim, monthname
    case replace, reverse, round, rpad, rtrim, sign, truncate, upper, weekday
    case ascii, field, instr, locate, sqrt, week, weekofyear, yearweek
    case repeated = "repeat"
    case secondsToTime = "sec_to_time"
    case substringIndex = "substring_index"
    case timeToSeconds = "time_to_sec"
    case toDays = "to_days"
    case concatWithSeparator = "concat_ws"
    case dateFormat = "date_format"
    case lastDay = "last_day"
    case unixTimestamp = "unix_timestamp"
    case charLength = "char_length"
    case conditional = "if"

    private static let aliases: [String: FunctionName] = [
        "ceil": .ceiling, "character_length": .charLength, "lcase": .lower, "ucase": .upper, "mid": .substring,
        "octet_length": .length,
        "substr": .substring,
    ]

    /// Functions that are often looked for, and what does the same here.
    package static func substitute(for name: String) -> String? {
        switch name.lowercased() {
        case "lower", "upper", "lcase", "ucase":
            "Compare under a collation that ignores case: column COLLATE utf8mb4_general_ci = 'text'."
        case "now", "curdate", "current_timestamp", "sysdate", "unix_timestamp", "rand", "uuid", "user":
            "A filter has to give the same for a row whenever it is read: compare with a literal."
        case "json_extract", "json_value", "json_unquote":
            "A generated column can hold the value: ALTER TABLE … ADD column … AS (…) STORED."
        case "pow", "power", "exp", "ln", "log", "log2", "log10", "sin", "cos", "tan", "atan2":
            "Its last digit depends on the machine; SQRT, *, / and + give the same everywhere: x * x."
        default: nil
        }
    }

    package init?(name: String) {
        let name = name.lowercased()
        guard let function = FunctionName(rawValue: name) ?? Self.aliases[name] else { return nil }
        self = function
    }

    /// Whether conditions of filters have it, and not only views.
    var isForFilters: Bool {
        switch self {
        case .abs, .coalesce, .concat, .date, .day, .dayofmonth, .hour, .ifnull, .isnull, .left, .length, .microsecond,
            .minute, .mod, .month, .nullif, .quarter, .right, .second, .substring, .trim, .year, .charLength,
            .conditional:
            true
        default: false
        }
    }

    /// How many arguments it takes.
    package var arity: ClosedRange<Int> {
        switch self {
        case .coalesce, .concat: 1...64
        case .concatWithSeparator, .field, .greatest, .least: 2...64
        case .round, .week, .yearweek: 1...2
        case .conditional, .lpad, .replace, .rpad, .substringIndex: 3...3
        case .dateFormat, .datediff, .ifnull, .instr, .left, .mod, .nullif, .repeated, .right, .truncate: 2...2
        case .locate, .substring: 2...3
        default: 1...1
        }
    }
}
