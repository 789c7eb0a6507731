import Glibc
import MySQLSource
import Testing

extension RealServerTests {
    /// How the password travels. Each method works where it can be safe, and says what to do where it cannot.
    @Suite struct AuthenticationTests {
        @Test(.enabled(if: TestServer.mysql != nil), arguments: [TLSMode.required, .preferred, .disabled])
        func cachingSHA2LogsInWithAnEmptyCacheAndFromIt(_ mode: TLSMode) throws {
            let server = try #require(TestServer.mysql)
            try server.createUser("sha2", identified: "BY 'geheim'", privileges: "REPLICATION CLIENT")
            // The first login needs the password itself (over TLS, or under the server's RSA key), the second a hash.
            for _ in 0..<2 {
                let connection = try server.connect(server.options(user: "sha2", password: "geheim", tls: mode))
                #expect((connection.tlsCipher == nil) == (mode == .disabled))
                #expect(try connection.value("SELECT 1") == "1")
            }
        }

        @Test(.enabled(if: TestServer.mysql != nil), arguments: [TLSMode.preferred, .disabled])
        func aWrongCachingSHA2PasswordIsDenied(_ mode: TLSMode) throws {
            let server = try #require(TestServer.mysql)
            try server.createUser("sha2", identified: "BY 'geheim'", privileges: "REPLICATION CLIENT")
            let error = try sourceError {
                _ = try server.connect(server.options(user: "sha2", password: "x", tls: mode))
            }
            #expect(error.code == .accessDenied, "\(error)")
        }

        @Test(.enabled(if: TestServer.mariadb != nil)) func nativePasswordLogsIn() throws {
            let server = try #require(TestServer.mariadb)
            try server.createUser(
                "native",
                identified: "VIA mysql_native_password USING PASSWORD('geheim')",
                privileges: "SELECT"
            )
            let options = server.options(user: "native", password: "geheim")
            #expect(try server.connect(options).value("SELECT 1") == "1")
        }

        @Test(.enabled(if: TestServer.hasEd25519, "the MariaDB under test has no auth_ed25519 plugin"))
        func ed25519LogsIn() throws {
            let server = try #require(TestServer.mariadb)
            try server.createUser("ed", identified: "VIA ed25519 USING PASSWORD('geheim')", privileges: "SELECT")
            #expect(try server.connect(server.options(user: "ed", password: "geheim")).value("SELECT 1") == "1")
            let error = try sourceError { _ = try server.connect(server.options(user: "ed", password: "x")) }
            #expect(error.code == .accessDenied, "\(error)")
        }

        @Test(.enabled(if: TestServer.mysql != nil)) func aMethodThatSendsThePasswordAsItIsIsRefused() throws {
            let server = try #require(TestServer.mysql)
            try server.createUser("plain", identified: "WITH sha256_password BY 'geheim'", privileges: "SELECT")
            let error = try sourceError { _ = try server.connect(server.options(user: "plain", password: "geheim")) }
            #expect(error.code == .authenticationMethod, "\(error)")
            #expect(error.remedy.contains("caching_sha2_password"))
        }
    }
}

extension TestServer {
    /// Whether MariaDB's ed25519 plugin could be loaded.
    static let hasEd25519: Bool = {
        guard let server = mariadb, let administrator = try? server.administrator() else { return false }
        _ = try? administrator.query("INSTALL SONAME 'auth_ed25519'")
        let found = try? administrator.value(
            "SELECT COUNT(*) FROM information_schema.plugins WHERE plugin_name = 'ed25519' AND plugin_status = 'ACTIVE'"
        )
        return found == "1"
    }()
}
