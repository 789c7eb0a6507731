import Testing

@testable import leat

@Suite struct PositionArgumentTests {
    @Test func theFormsOfAPosition() {
        #expect(PositionArgument(argument: "gtid:0-1-2,1-1-3") == .gtid("0-1-2,1-1-3"))
        #expect(PositionArgument(argument: "file:a:b.000001:120") == .file("a:b.000001", 120))
        #expect(PositionArgument(argument: "latest") == .unresolved("latest"))
        #expect(PositionArgument(argument: "time:2026-01-01") == .unresolved("time:2026-01-01"))
    }

    @Test(arguments: ["", "gtid:", "gtid", "file:", "file:a", "file::4", "file:a:3", "file:a:-1", "latest:1"])
    func whatIsNoPosition(text: String) { #expect(PositionArgument(argument: text) == nil) }

    @Test func theSourceIsNamedOrTheOnlyOne() throws {
        #expect(try PositionCommand.Set.name(nil, configured: ["a"], known: ["a", "old"]) == "a")
        #expect(try PositionCommand.Set.name("old", configured: ["a"], known: ["old"]) == "old")
        #expect(try PositionCommand.Set.name(nil, configured: [], known: ["a"]) == "a")
        for (given, configured) in [(nil, ["a", "b"]), (nil, []), ("c", ["a", "b"])] as [(String?, [String])] {
            #expect(throws: CommandFailure.self) {
                try PositionCommand.Set.name(given, configured: configured, known: [])
            }
        }
    }
}
