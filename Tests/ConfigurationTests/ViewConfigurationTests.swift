import Testing

@testable import LeatConfiguration

/// The section `views` of a pipeline file.
@Suite struct ViewConfigurationTests {
    private func pipeline(_ lines: String) -> String {
        "name: notify\ncapture:\n  - tables: [notify.orders]\n\(lines)"
    }

    private func views(_ lines: String) throws -> [ViewConfiguration] {
        try load(configuration(), pipeline: pipeline(lines)).sources.first?.pipelines.first?.views ?? []
    }

    private func faults(_ lines: String) throws -> [ConfigurationIssue] {
        try issues(configuration(), pipeline: pipeline(lines))
    }

    @Test func aNameAndItsQuery() throws {
        let found = try views("views:\n  by_status: |\n    SELECT status, COUNT(*)\n    FROM notify.orders GROUP BY status")
        #expect(found.map(\.name) == ["by_status"])
        #expect(found.first?.query == "SELECT status, COUNT(*)\nFROM notify.orders GROUP BY status")
        #expect(found.first?.stateBytesMax == 1 << 30)
        #expect(found.first?.retention == nil)
    }

    @Test func limitsOfOneViewAndOfAll() throws {
        let found = try views(
            """
            views_options: { state_bytes_max: 64MiB, retention: 2d }
            views:
              a: SELECT id FROM notify.orders
              b: { query: SELECT id FROM notify.orders, state_bytes_max: 8MiB, retention: unlimited }
            """)
        #expect(found.map(\.stateBytesMax) == [64 << 20, 8 << 20])
        #expect(found.first?.retention == .seconds(2 * 86_400))
    }

    @Test(arguments: ["", "views:", "views: {}"]) func noViews(lines: String) throws {
        #expect(try views(lines).isEmpty)
    }

    @Test func aMistakeInAQueryIsNamedByItsLineInTheFile() throws {
        let found = try faults("views:\n  a: |\n    SELECT id\n    FROM notify.orders\n    GRUP BY id")
        #expect(found.count == 1)
        #expect(found.first?.line == 8)
        #expect(found.first?.what.contains("line 3 column") ?? false)
        #expect(!(found.first?.remedy.isEmpty ?? true))
    }

    @Test(arguments: [
        ("views: { a: { querry: SELECT id FROM notify.orders } }", "querry"),
        ("views: { a: { query: SELECT id FROM notify.orders, state_byte_max: 1MiB } }", "state_bytes_max"),
        ("views: { a: { query: SELECT id FROM notify.orders, state_bytes_max: 1KiB } }", "1MiB"),
        ("views: { 'a b': SELECT id FROM notify.orders }", "no name"),
        ("views: [a]", "section"),
        ("views_options: { retenton: 1d }", "retention"),
        ("views: { a: { state_bytes_max: 1MiB } }", "query"),
    ])
    func mistakesAreNamed(lines: String, word: String) throws {
        let found = try faults(lines)
        #expect(found.contains { "\($0)".contains(word) }, "\(found)")
    }
}
