import Glibc
import MySQLSource
import Testing

/// A private server that the test run was given (`Tests/Servers`), by the port in its environment.
struct ServerAtHand: Sendable, CustomTestStringConvertible {
    let name: String
    let port: UInt16
    var isMariaDB: Bool { name == "mariadb" }

    static let all = [from("LEAT_TEST_MARIADB_PORT", "mariadb"), from("LEAT_TEST_MYSQL_PORT", "mysql")].compactMap(
        \.self)
    static let reason: Comment = "set LEAT_TEST_MARIADB_PORT and LEAT_TEST_MYSQL_PORT (make test does)"

    /// The same in every run, but for LEAT_TEST_SEED=<number> and LEAT_TEST_SEED=random.
    static var seed: UInt64 {
        guard let text = getenv("LEAT_TEST_SEED").map({ String(cString: $0) }) else { return 1 }
        return UInt64(text) ?? UInt64.random(in: 0...9_999_999)
    }

    var testDescription: String { name }

    private static func from(_ variable: String, _ name: String) -> ServerAtHand? {
        guard let text = getenv(variable), let port = UInt16(String(cString: text)) else { return nil }
        return ServerAtHand(name: name, port: port)
    }

    /// A connection that may do everything, in UTC and UTF-8, without the modes that make errors of warnings.
    func connect() throws -> MySQLConnection {
        var options = SourceOptions(
            name: "test", host: "127.0.0.1", port: port, user: "root", password: "", tls: TLSOptions(mode: .preferred))
        options.connectTimeoutSeconds = 5
        let connection = MySQLConnection(options)
        try connection.connect()
        try connection.query("SET NAMES utf8mb4 COLLATE utf8mb4_bin")
        try connection.query("SET SESSION time_zone = '+00:00', sql_mode = ''")
        return connection
    }
}

/// Everything that needs servers, one after another.
@Suite(.serialized, .enabled(if: !ServerAtHand.all.isEmpty, ServerAtHand.reason)) enum AgainstServers {}
