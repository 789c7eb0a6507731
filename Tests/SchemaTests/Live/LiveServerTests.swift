import Glibc
import Testing

@testable import Schema

@Suite(.serialized, .enabled(if: !LiveServer.all.isEmpty, "LEAT_TEST_MARIADB_PORT and LEAT_TEST_MYSQL_PORT name none"))
struct LiveServerTests {
    @Test(arguments: LiveServer.all) func trackedDefinitionsAreTheServers(_ server: LiveServer) throws {
        let follower = try DDLFollower(server, database: "leat_ddl")
        for statement in LiveStatements.common
            + (server.flavour == .mysql ? LiveStatements.mysql : LiveStatements.mariadb)
        {
            try follower.run(statement)
        }
        try follower.finish()
        for difference in follower.differences { Issue.record("\(difference)") }
        // Older servers lack a type.
        for refusal in follower.refusals where !refusal.contains("vectors") { Issue.record("refused: \(refusal)") }
        #expect(follower.comparisons > 100)
    }

    /// LEAT_TEST_SEED repeats a run; LEAT_LONG=1 makes a long one.
    @Test(arguments: LiveServer.all) func randomDDLIsFollowed(_ server: LiveServer) throws {
        let seed = getenv("LEAT_TEST_SEED").flatMap { UInt64(String(cString: $0)) } ?? UInt64.random(in: 0...999_999)
        let steps = getenv("LEAT_LONG") == nil ? 60 : 1_500
        print("random DDL on \(server.testDescription): LEAT_TEST_SEED=\(seed)")
        let follower = try DDLFollower(server, database: "leat_random")
        follower.relearns = true
        var random = RandomDDL(seed: seed, flavour: server.flavour)
        try follower.run("CREATE DATABASE leat_random CHARACTER SET utf8mb4")
        try follower.run("USE leat_random")
        try follower.run("SET sql_mode = ''")
        for _ in 0..<steps { try follower.run(random.statement { follower.columns(of: $0) }) }
        try follower.finish()
        for difference in follower.differences { Issue.record("seed \(seed): \(difference)") }
        print(
            "\(server.testDescription): \(follower.comparisons) comparisons, \(follower.refusals.count) of \(steps) refused, \(follower.unsure.count) unsure"
        )
        #expect(follower.comparisons > steps)
        #expect(follower.unsure.count <= steps / 20, "\(follower.unsure)")
    }
}
