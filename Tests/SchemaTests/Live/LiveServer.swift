import Binlog
import Glibc
import MySQLSource
import Testing

@testable import Schema

/// A server that the environment names, as root.
struct LiveServer: Sendable, CustomTestStringConvertible {
    let port: UInt16
    let flavour: FormatDescriptionEvent.Flavour

    static let all: [LiveServer] = [
        named("LEAT_TEST_MARIADB_PORT", .mariadb), named("LEAT_TEST_MYSQL_PORT", .mysql),
    ].compactMap { $0 }

    private static func named(_ variable: String, _ flavour: FormatDescriptionEvent.Flavour) -> LiveServer? {
        guard let text = getenv(variable), let port = UInt16(String(cString: text)) else { return nil }
        return LiveServer(port: port, flavour: flavour)
    }

    var testDescription: String { flavour == .mysql ? "MySQL" : "MariaDB" }

    func connect() throws -> MySQLConnection {
        let connection = MySQLConnection(
            SourceOptions(
                name: "test", host: "127.0.0.1", port: port, user: "root", password: "",
                tls: TLSOptions(mode: .disabled)))
        try connection.connect()
        return connection
    }
}
