import Testing

@testable import leat

@Suite struct LaterCommandsTests {
    @Test(arguments: [
        ["snapshot", "a.b"], ["verify"], ["sources", "skip", "trade"],
    ])
    func askingForALaterCommandIsAUsageError(arguments: [String]) {
        #expect(LaterCommands.refusal(arguments)?.code == .usage)
    }

    @Test(arguments: [
        ["run"], ["position", "show"], ["position", "set", "latest"], ["position", "export"],
        ["log", "check", "data"], ["groups", "list"], ["groups", "reset", "g"], [],
        ["--help"], ["consume", "log"],
    ])
    func commandsThatAreThereAreNotRefused(arguments: [String]) { #expect(LaterCommands.refusal(arguments) == nil) }
}
