/// The functions there are. Those that the two servers compute differently, or that depend on a session, are left out.
package enum FunctionName: String, Sendable, CaseIterable {
    case abs, coalesce, concat, date, day, dayofmonth, hour, ifnull, isnull, left, length, microsecond, minute
    case mod, month, nullif, quarter, right, second, substring, trim, year
    case charLength = "char_length"
    case conditional = "if"

    private static let aliases: [String: FunctionName] = [
        "character_length": .charLength, "mid": .substring, "octet_length": .length,
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
        default: nil
        }
    }

    package init?(name: String) {
        let name = name.lowercased()
        guard let function = FunctionName(rawValue: name) ?? Self.aliases[name] else { return nil }
        self = function
    }

    /// Whether conditions of filters have it, and not only views.
    var isForFilters: Bool { true }

    /// How many arguments it takes.
    package var arity: ClosedRange<Int> {
        switch self {
        case .coalesce, .concat: 1...64
        case .conditional: 3...3
        case .ifnull, .left, .mod, .nullif, .right: 2...2
        case .substring: 2...3
        default: 1...1
        }
    }
}
