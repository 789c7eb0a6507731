import Glibc
import MySQLSource
import Testing

extension RealServerTests {
    /// MySQL makes itself an authority and a certificate for no host name; MariaDB 10.11 offers no TLS by itself.
    @Suite struct TLSTests {
        @Test(.enabled(if: TestServer.mysql != nil)) func requiredTLSIsEncrypted() throws {
            let connection = try require(TLSOptions(mode: .required))
            #expect(connection.tlsCipher?.isEmpty == false)
            let cipher = try connection.query("SHOW SESSION STATUS LIKE 'Ssl_cipher'")
            #expect(cipher.first?[1] == connection.tlsCipher)
        }

        @Test(.enabled(if: TestServer.mysql != nil)) func theServersOwnAuthorityIsAccepted() throws {
            let file = try authority()
            #expect(try require(TLSOptions(mode: .verifyCA, authorityFile: file)).tlsCipher != nil)
        }

        @Test(.enabled(if: TestServer.mysql != nil)) func anUnknownAuthorityIsRefused() throws {
            let error = try sourceError { _ = try require(TLSOptions(mode: .verifyCA)) }
            #expect(error.code == .tlsFailed, "\(error)")
            #expect(!error.isRetriable)
        }

        @Test(.enabled(if: TestServer.mysql != nil)) func aCertificateForAnotherHostIsRefused() throws {
            let file = try authority()
            let error = try sourceError { _ = try require(TLSOptions(mode: .verifyIdentity, authorityFile: file)) }
            #expect(error.code == .tlsFailed, "\(error)")
        }

        @Test(.enabled(if: TestServer.mysql != nil)) func aMissingAuthorityFileIsNamed() throws {
            let error = try sourceError {
                _ = try require(TLSOptions(mode: .verifyCA, authorityFile: "/no/such/authority.pem"))
            }
            #expect(error.code == .tlsFailed, "\(error)")
        }

        @Test(.enabled(if: TestServer.mysql != nil)) func theBinlogComesOverTLS() throws {
            let connection = try require(TLSOptions(mode: .required))
            let first = try SourcePositions.read(connection).earliest
            let stream = try BinlogStream.open(
                connection,
                from: .file(name: first.file, position: 4),
                as: try .choose(connection),
                stopsAtEnd: true
            )
            while try stream.next() != nil {}
            #expect(stream.events > 2)
        }

        @Test(
            .enabled(if: TestServer.mariadb != nil),
            arguments: [TLSMode.required, .verifyCA, .verifyIdentity]
        )
        func aServerWithoutTLSIsRefused(_ mode: TLSMode) throws {
            let server = try #require(TestServer.mariadb)
            let error = try sourceError { _ = try server.connect(server.options(tls: mode)) }
            #expect(error.code == .tlsFailed, "\(error)")
            #expect(error.remedy.contains("switch TLS on"))
        }

        @Test(.enabled(if: TestServer.mariadb != nil)) func preferredTLSFallsBackToPlainText() throws {
            let server = try #require(TestServer.mariadb)
            #expect(try server.connect(server.options(tls: .preferred)).tlsCipher == nil)
        }

        private func require(_ tls: TLSOptions) throws -> MySQLConnection {
            let server = try #require(TestServer.mysql)
            var options = server.options()
            options.tls = tls
            return try server.connect(options)
        }

        /// The file with the authority that MySQL made at its first start.
        private func authority() throws -> String {
            let server = try #require(TestServer.mysql)
            let directory = try server.administrator().value("SELECT @@datadir")
            return try #require(directory) + "/ca.pem"
        }
    }
}
