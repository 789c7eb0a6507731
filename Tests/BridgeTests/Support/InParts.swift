import Testing

@testable import Bridge

/// Runs each test twice: as it is, and with every record a part of its own in the log.
struct InPartsToo: SuiteTrait, TestTrait, TestScoping {
    @TaskLocal static var isOn = false

    var isRecursive: Bool { true }

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        try await function()
        guard testCase != nil else { return }
        try await Self.$isOn.withValue(true) { try await function() }
    }
}

extension Trait where Self == InPartsToo {
    static var inPartsToo: Self { InPartsToo() }
}
