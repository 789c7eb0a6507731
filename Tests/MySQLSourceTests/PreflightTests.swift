import MySQLSource
import Testing

extension RealServerTests {
    @Suite struct PreflightTests {
        @Test(arguments: TestServer.all) func aWellSetServerHasNothingFatal(_ server: TestServer) throws {
            let findings = try Preflight.run(try server.connect())
            #expect(!findings.contains { $0.severity == .fatal }, "\(findings)")
            #expect(findings.count >= 10)
            #expect(findings.allSatisfy { ($0.remedy == nil) == ($0.severity == .ok) })
            try Preflight.require(try server.connect())
        }

        @Test(arguments: TestServer.all) func statementFormatIsFatal(_ server: TestServer) throws {
            try withGlobal(server, "binlog_format", "STATEMENT") { findings in
                #expect(findings.contains { $0.code == .binlogFormatNotRow && $0.severity == .fatal })
            }
        }

        @Test(arguments: TestServer.all) func minimalMetadataIsAWarning(_ server: TestServer) throws {
            try withGlobal(server, "binlog_row_metadata", "MINIMAL") { findings in
                #expect(findings.contains { $0.code == .rowMetadataNotFull && $0.severity == .warning })
            }
        }

        @Test(arguments: TestServer.all) func aMinimalRowImageIsAWarning(_ server: TestServer) throws {
            try withGlobal(server, "binlog_row_image", "MINIMAL") { findings in
                #expect(findings.contains { $0.code == .binlogRowImage && $0.severity == .warning })
            }
        }

        @Test(arguments: TestServer.all) func eachMissingGrantIsNamed(_ server: TestServer) throws {
            try server.createUser("poor", identified: "BY 'poor'", privileges: "SELECT")
            let findings = try Preflight.run(try server.connect(server.options(user: "poor", password: "poor")))
            let missing = findings.filter { $0.code == .missingGrant && $0.severity == .fatal }
            #expect(missing.count == 2, "\(findings)")
            #expect(missing.first?.remedy?.contains("GRANT REPLICATION SLAVE ON *.* TO poor") == true)
        }

        @Test(.enabled(if: TestServer.mysql != nil)) func grantsOfAnActiveRoleCount() throws {
            let server = try #require(TestServer.mysql)
            try server.createUser("actor", identified: "BY 'actor'", privileges: "USAGE")
            try server.execute(
                "DROP ROLE IF EXISTS bridge",
                "CREATE ROLE bridge",
                "GRANT REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO bridge",
                "GRANT bridge TO actor@'%'"
            )
            let options = server.options(user: "actor", password: "actor")
            #expect(try Preflight.run(try server.connect(options)).count { $0.code == .missingGrant } == 2)
            try server.execute("SET DEFAULT ROLE bridge TO actor@'%'")
            #expect(try Preflight.run(try server.connect(options)).count { $0.code == .missingGrant } == 0)
        }

        @Test(arguments: TestServer.all) func anAdministratorHasAllGrants(_ server: TestServer) throws {
            let findings = try Preflight.run(try server.administrator())
            #expect(!findings.contains { $0.code == .missingGrant })
        }

        @Test(arguments: TestServer.all) func theServersOwnIDIsAClash(_ server: TestServer) throws {
            let own = try ServerSettings.read(try server.connect()).serverId
            var options = server.options()
            options.serverId = .fixed(own)
            let connection = try server.connect(options)
            #expect(try sourceError { try Preflight.require(connection) }.code == .serverIdClash)
        }

        @Test(arguments: TestServer.all) func anIDInUseOnThisMachineIsAWarning(_ server: TestServer) throws {
            // The listing of replicas asks for more than leat has on MariaDB.
            var options = server.options(user: "root", password: "")
            options.serverId = .fixed(4_712)
            let reader = try server.connect(options)
            let end = try SourcePositions.read(reader).end
            let stream = try BinlogStream.open(
                reader,
                from: .file(name: end.file, position: end.position),
                as: ReplicaIdentity(serverId: 4_712)
            )
            _ = try stream.next()
            let findings = try Preflight.run(try server.connect(options))
            #expect(
                findings.contains { $0.code == .serverIdClash && $0.severity == .warning && $0.what.contains("4712") }
            )
        }

        @Test(arguments: TestServer.all) func anotherServersIdentityIsFatal(_ server: TestServer) throws {
            let connection = try server.connect()
            let identity = try ServerIdentity.read(connection)
            #expect(identity.flavor == server.flavor && identity.isUnique == (server.flavor == .mysql))
            try Preflight.require(connection, expected: identity)
            let other = ServerIdentity(flavor: server.flavor, text: "another")
            let error = try sourceError { try Preflight.require(connection, expected: other) }
            #expect(error.code == .identityChanged && !error.isRetriable)
        }

        @Test(arguments: TestServer.all) func anAutomaticIDIsFreeAndHigh(_ server: TestServer) throws {
            let one = try ReplicaIdentity.choose(try server.connect())
            let other = try ReplicaIdentity.choose(try server.connect())
            #expect(one != other)
            #expect(one.serverId >= 0x4000_0000)
        }

        /// Sets a global variable for the length of `body`, which gets the findings.
        private func withGlobal(
            _ server: TestServer,
            _ name: String,
            _ value: String,
            _ body: ([Finding]) throws -> Void
        ) throws {
            let connection = try server.administrator()
            let before = try #require(try connection.value("SELECT @@global.\(name)"))
            try connection.query("SET GLOBAL \(name) = '\(value)'")
            defer { _ = try? connection.query("SET GLOBAL \(name) = '\(before)'") }
            try body(try Preflight.run(try server.connect()))
        }
    }
}
