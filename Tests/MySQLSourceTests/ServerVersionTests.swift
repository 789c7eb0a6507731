import MySQLSource
import Testing

@Suite struct ServerVersionTests {
    @Test(
        arguments: [
            ("9.7.4-2", ServerVersion(9, 7, 4)), ("8.0.36", ServerVersion(8, 0, 36)),
            ("10.11.19-MariaDB-0+deb12u1-log", ServerVersion(10, 11, 19)),
            ("5.5.5-10.4.8-MariaDB", ServerVersion(10, 4, 8)), ("5.5.5", ServerVersion(5, 5, 5)),
            ("11.4.2rc", ServerVersion(11, 4, 2)), ("", ServerVersion(0, 0)), ("x.y", ServerVersion(0, 0)),
        ])
    func handshakeTextsParse(_ text: String, _ version: ServerVersion) {
        #expect(ServerVersion(parsing: text) == version)
    }

    @Test func versionsCompareByNumber() {
        #expect(ServerVersion(10, 5) > ServerVersion(9, 99, 99))
        #expect(ServerVersion(8, 0, 22) > ServerVersion(8, 0, 1))
    }
}
