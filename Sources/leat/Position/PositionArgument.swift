import ArgumentParser

/// A position as operators write it.
enum PositionArgument: Equatable, ExpressibleByArgument {
    /// After these transactions: a MySQL GTID set or a MariaDB GTID position, as the server prints it.
    case gtid(String)
    /// At an event's first byte, between two transactions, in a file of one server.
    case file(String, UInt64)
    /// A word whose meaning only the server knows (`earliest`, `latest`), or that this version does not have (`time:`).
    case unresolved(String)

    init?(argument: String) {
        let colon = argument.firstIndex(of: ":") ?? argument.endIndex
        let rest = argument[colon...].dropFirst()
        switch argument[..<colon] {
        case "gtid" where !rest.isEmpty: self = .gtid(String(rest))
        case "file":
            guard let separator = rest.lastIndex(of: ":"), separator != rest.startIndex, rest.utf8.count <= 0xFFFF,
                let position = UInt64(rest[rest.index(after: separator)...]), position >= 4
            else { return nil }
            self = .file(String(rest[..<separator]), position)
        case "earliest" where rest.isEmpty, "latest" where rest.isEmpty, "time": self = .unresolved(argument)
        default: return nil
        }
    }

    static var allValueStrings: [String] { ["gtid:<set>", "file:<name>:<offset from 4>"] }
}
