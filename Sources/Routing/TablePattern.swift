/// Which tables a capture rule means: `database.table`, each part with `*` for any characters, none included.
/// Case matters, as it does in the names the binlog holds.
public struct TablePattern: Sendable, Equatable {
    /// As written in the configuration.
    public let text: String
    private let database: [UInt8]
    private let table: [UInt8]

    /// - Throws: `invalidPattern` unless there is one dot with something on either side.
    public init(_ text: String) throws(RoutingError) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
            throw RoutingError(
                code: .invalidPattern, what: "table pattern \"\(text)\" is not of the form database.table",
                remedy: "Write it like notify.orders, notify.order_* or *.orders.")
        }
        self.text = text
        database = Array(parts[0].utf8)
        table = Array(parts[1].utf8)
    }

    /// Whether the pattern means this table.
    public func matches(database: String, table: String) -> Bool {
        Self.matches(self.database, Array(database.utf8)) && Self.matches(self.table, Array(table.utf8))
    }

    /// Glob matching with one point of return: after a mismatch only the last `*` needs to take one character more,
    /// so the time is at most pattern × name.
    private static func matches(_ pattern: [UInt8], _ name: [UInt8]) -> Bool {
        let star = UInt8(ascii: "*")
        var (at, nameAt) = (0, 0)
        var lastStar: (after: Int, nameAt: Int)?
        while nameAt < name.count {
            if at < pattern.count, pattern[at] == star {
                at += 1
                lastStar = (at, nameAt)
            } else if at < pattern.count, pattern[at] == name[nameAt] {
                at += 1
                nameAt += 1
            } else if let star = lastStar {
                at = star.after
                nameAt = star.nameAt + 1
                lastStar = (star.after, nameAt)
            } else {
                return false
            }
        }
        return pattern[at...].allSatisfy { $0 == star }
    }
}
