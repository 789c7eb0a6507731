/// Which tables a capture rule means: `database.table`, each part with `*` for any characters, none included; or a
/// regular expression between slashes that the whole of `database.table` has to match: `/notify\.order_\d+/`.
/// Case matters, as it does in the names the binlog holds.
public struct TablePattern: Sendable, Equatable {
    enum Form: Equatable {
        case parts(database: Glob, table: Glob)
        case expression(String)
    }

    /// As written in the configuration.
    public let text: String
    let form: Form

    /// - Throws: `invalidPattern` unless there is one dot with something on either side, or a regular expression
    ///   between slashes.
    public init(_ text: String) throws(RoutingError) {
        self.text = text
        if text.hasPrefix("/") {
            form = .expression(try Self.expression(text))
            return
        }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
            throw RoutingError(
                code: .invalidPattern, what: "table pattern \"\(text)\" is not of the form database.table",
                remedy: "Write it like notify.orders, notify.order_*, *.orders or /notify\\.order_\\d+/.")
        }
        form = .parts(database: Glob(parts[0]), table: Glob(parts[1]))
    }

    /// What stands between the slashes, once it is known to be a regular expression.
    private static func expression(_ text: String) throws(RoutingError) -> String {
        let inner = String(text.dropFirst().dropLast())
        guard text.count > 2, text.hasSuffix("/") else {
            throw RoutingError(
                code: .invalidPattern, what: "table pattern \"\(text)\" begins with a slash and does not end with one",
                remedy: "Write a regular expression between slashes, like /notify\\.order_\\d+/.")
        }
        do {
            _ = try Regex(inner)
        } catch {
            throw RoutingError(
                code: .invalidPattern, what: "table pattern \"\(text)\" is no regular expression: \(error)",
                remedy: "Mend it; it has to match the whole of database.table.")
        }
        return inner
    }

    /// Whether the pattern means this table. Asked once for each version of a table.
    public func matches(database: String, table: String) -> Bool {
        switch form {
        case .parts(let databases, let tables): return databases.matches(database) && tables.matches(table)
        case .expression(let text):
            // Made anew because a Regex cannot be shared between threads; its text was checked.
            guard let expression = try? Regex(text) else { return false }
            return (try? expression.wholeMatch(in: "\(database).\(table)")) != nil
        }
    }
}
