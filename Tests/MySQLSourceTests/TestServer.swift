import Binlog
import Glibc
import MySQLSource
import Testing

/// A private server that the test run was given (`Tests/Servers`), by the port in its environment.
struct TestServer: Sendable, CustomTestStringConvertible {
    let flavor: ServerFlavor
    let port: UInt16

    static let mariadb = from("LEAT_TEST_MARIADB_PORT", .mariadb)
    static let mysql = from("LEAT_TEST_MYSQL_PORT", .mysql)
    static let all = [mariadb, mysql].compactMap { $0 }

    static let reason: Comment = "set LEAT_TEST_MARIADB_PORT and LEAT_TEST_MYSQL_PORT (make test does)"

    var testDescription: String { flavor.rawValue }

    private static func from(_ variable: String, _ flavor: ServerFlavor) -> TestServer? {
        guard let text = getenv(variable), let port = UInt16(String(cString: text)) else { return nil }
        return TestServer(flavor: flavor, port: port)
    }

    func options(user: String = "leat", password: String = "leat", tls: TLSMode = .preferred) -> SourceOptions {
        var options = SourceOptions(
            name: "test",
            host: "127.0.0.1",
            port: port,
            user: user,
            password: password,
            tls: TLSOptions(mode: tls)
        )
        options.connectTimeoutSeconds = 5
        return options
    }

    func connect(_ options: SourceOptions? = nil) throws -> MySQLConnection {
        let connection = MySQLConnection(options ?? self.options())
        try connection.connect()
        return connection
    }

    /// A connection that may do everything.
    func administrator() throws -> MySQLConnection { try connect(options(user: "root", password: "")) }

    /// Runs statements as administrator.
    func execute(_ statements: String...) throws {
        let connection = try administrator()
        for statement in statements { try connection.query(statement) }
    }

    /// Purges, and again until it is done: a server keeps files (MariaDB without a word) that a dump thread still reads, and
    /// the dump of an ended connection lives on until the server notices.
    func purgeBinlogs(before file: String) throws {
        for _ in 0..<100 {
            try execute("PURGE BINARY LOGS TO '\(file)'")
            if try SourcePositions.read(try connect()).earliest.file == file { return }
            usleep(100_000)
        }
    }

    /// Makes a user with exactly these global privileges.
    func createUser(_ name: String, identified: String, privileges: String) throws {
        try execute(
            "DROP USER IF EXISTS \(name)@'%'",
            "CREATE USER \(name)@'%' IDENTIFIED \(identified)",
            "GRANT \(privileges) ON *.* TO \(name)@'%'"
        )
    }

    /// An empty table for one test.
    func createTable(_ name: String, _ columns: String) throws {
        try execute(
            "CREATE DATABASE IF NOT EXISTS leat_source",
            "DROP TABLE IF EXISTS leat_source.\(name)",
            "CREATE TABLE leat_source.\(name) (\(columns))"
        )
    }
}

/// Runs `body`, which has to fail with a `SourceError`, and returns that.
func sourceError(_ body: () throws -> Void) throws -> SourceError {
    do {
        try body()
    } catch let error as SourceError {
        return error
    }
    throw NoError()
}

/// What should have failed did not.
struct NoError: Error {}
