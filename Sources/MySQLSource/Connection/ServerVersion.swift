/// The two families of servers; their replication protocols differ.
public enum ServerFlavor: String, Sendable {
    case mysql = "MySQL"
    case mariadb = "MariaDB"
}

/// A server's version, as it tells at the handshake.
public struct ServerVersion: Sendable, Equatable, Comparable, CustomStringConvertible {
    public let major: Int
    public let minor: Int
    public let patch: Int

    public init(_ major: Int, _ minor: Int, _ patch: Int = 0) {
        self.major = major
        self.minor = minor
        self.patch = patch
    }

    /// Reads `9.7.4-2`, `10.11.19-MariaDB-0+deb12u1-log` and MariaDB's `5.5.5-10.11.19-MariaDB` for old clients.
    public init(parsing text: String) {
        let marker = "5.5.5-"
        let plain = text.hasPrefix(marker) && text.contains("MariaDB") ? text.dropFirst(marker.count) : text[...]
        let numbers = plain.split(separator: "-").first.map { head in
            head.split(separator: ".").map { part in Int(part.prefix { $0.isNumber }) ?? 0 }
        }
        let parts = (numbers ?? []) + [0, 0, 0]
        self.init(parts[0], parts[1], parts[2])
    }

    public static func < (left: ServerVersion, right: ServerVersion) -> Bool {
        (left.major, left.minor, left.patch) < (right.major, right.minor, right.patch)
    }

    public var description: String { "\(major).\(minor).\(patch)" }
}
