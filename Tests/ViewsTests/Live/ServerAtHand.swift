import Glibc
import MySQLSource
import Testing

/// A private MariaDB that the test run was given (`Tests/Servers`), by the port in its environment.
enum ServerAtHand {
    static let port = getenv("LEAT_TEST_MARIADB_PORT").flatMap { UInt16(String(cString: $0)) }
    static let reason: Comment = "set LEAT_TEST_MARIADB_PORT (make test does)"

    /// A connection that may do everything, in UTC and UTF-8, without the modes that make errors of warnings.
    static func connect(_ port: UInt16) throws -> MySQLConnection {
        var options = SourceOptions(
            name: "test", host: "127.0.0.1", port: port, user: "root", password: "", tls: TLSOptions(mode: .preferred))
        options.connectTimeoutSeconds = 5
        let connection = MySQLConnection(options)
        try connection.connect()
        try connection.query("SET NAMES utf8mb4")
        try connection.query("SET SESSION time_zone = '+00:00', sql_mode = ''")
        return connection
    }
}

/// Everything that needs the server, one after another: all use the same tables.
@Suite(.serialized, .enabled(if: ServerAtHand.port != nil, ServerAtHand.reason)) enum AgainstMariaDB {}
