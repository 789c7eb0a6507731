import Testing

@testable import Schema

@Suite(.serialized, .enabled(if: !LiveServer.all.isEmpty, "LEAT_TEST_MARIADB_PORT and LEAT_TEST_MYSQL_PORT name none"))
struct LiveServerTests {
    @Test(arguments: LiveServer.all) func trackedDefinitionsAreTheServers(_ server: LiveServer) throws {
        let follower = try DDLFollower(server, database: "leat_ddl")
        for statement in LiveStatements.common + (server.flavour == .mysql ? LiveStatements.mysql : LiveStatements.mariadb) {
            try follower.run(statement)
        }
        try follower.finish()
        for difference in follower.differences { Issue.record("\(difference)") }
        for refusal in follower.refusals { Issue.record("refused: \(refusal)") }
        #expect(follower.comparisons > 100)
    }
}
