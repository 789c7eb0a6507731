import Binlog

/// What the reading of SQL text depends on: the server that wrote it and the session's sql_mode.
struct SQLRules: Sendable, Equatable {
    var flavour: FormatDescriptionEvent.Flavour
    /// major × 10000 + minor × 100 + patch.
    var version: Int
    var sqlMode: UInt64

    init(flavour: FormatDescriptionEvent.Flavour, version: Int, sqlMode: UInt64 = 0) {
        self.flavour = flavour
        self.version = version
        self.sqlMode = sqlMode
    }

    // Bits of sql_mode in QUERY events. Source: MySQL sql/system_variables.h, MariaDB sql/sql_class.h (MODE_…).
    var hasAnsiQuotes: Bool { sqlMode & 4 != 0 }
    var realIsFloat: Bool { sqlMode & 1 != 0 }
    var hasNoBackslashEscapes: Bool { sqlMode & 1 << 20 != 0 }
    /// MariaDB's sql_mode=ORACLE; the bit means nothing in MySQL.
    var isOracle: Bool { flavour == .mariadb && sqlMode & 1 << 9 != 0 }
    /// MariaDB's sql_mode=MAXDB: TIMESTAMP is DATETIME.
    var isMaxDB: Bool { flavour == .mariadb && sqlMode & 1 << 12 != 0 }

    /// Whether the server runs what a version comment holds. MariaDB passes over the numbers that only MySQL 5.7 and
    /// later use.
    func executesComment(version wanted: Int, isForMariaDB: Bool) -> Bool {
        if isForMariaDB { return flavour == .mariadb && wanted <= version }
        if flavour == .mariadb, (50700...99999).contains(wanted) { return false }
        return wanted <= version
    }

    /// Of the version text in a FORMAT_DESCRIPTION event or of a handshake ("10.11.6-MariaDB-log", "9.7.0",
    /// "5.5.5-10.11.6-MariaDB"); 0 when it makes no sense, so that no version comment is run but plain ones.
    static func version(parsing text: String) -> Int {
        var text = Substring(text)
        if text.hasPrefix("5.5.5-") { text = text.dropFirst(6) }
        let parts = text.prefix { $0 == "." || ("0"..."9").contains($0) }.split(separator: ".")
        let numbers = parts.prefix(3).compactMap { Int($0) }
        guard numbers.count == 3, numbers.allSatisfy({ $0 < 100 }) else { return 0 }
        return numbers[0] * 10000 + numbers[1] * 100 + numbers[2]
    }
}
