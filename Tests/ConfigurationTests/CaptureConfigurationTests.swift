import Expressions
import LeatConfiguration
import Testing

@Suite struct CaptureConfigurationTests {
    private func capture(_ lines: String, environment: [String: String] = [:]) throws -> CaptureConfiguration {
        let text = "\(smallPipeline)\n" + lines.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n")
        let loaded = try load(configuration(), pipeline: text, environment: environment)
        return try #require(loaded.sources.first?.pipelines.first?.capture.first)
    }

    private func faults(_ lines: String, environment: [String: String] = [:]) throws -> [ConfigurationIssue] {
        let text = "\(smallPipeline)\n" + lines.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n")
        return try issues(configuration(), pipeline: text, environment: environment)
    }

    @Test func rowsAndColumnsAreRead() throws {
        let capture = try capture(
            """
            where: "status <> 'DRAFT'"
            key: transaction
            columns: { exclude: [card_no], mask: [address], hash: { columns: [phone], key: "${HASH_KEY}" } }
            """, environment: ["HASH_KEY": "0123456789abcdef"])
        #expect(capture.filter == (try SQLExpression("status <> 'DRAFT'")))
        #expect(capture.key == .transaction)
        #expect(capture.columns.exclude == ["card_no"])
        #expect(capture.columns.mask == ["address"])
        #expect(capture.columns.hash == ["phone"])
        #expect(capture.columns.hashKey == "0123456789abcdef")
    }

    @Test func anOutboxIsRead() throws {
        let capture = try capture(
            """
            outbox:
              topic: topic
              key: biz_key
              value: body
              headers: [tag, id]
              when: "status = 'COMMITTED'"
              topics: ["order-*"]
              dead_letter: notify.dead
            """)
        var expected = OutboxConfiguration(
            topic: "topic", value: "body", topics: ["order-*"], deadLetter: "notify.dead")
        expected.key = "biz_key"
        expected.headers = ["tag", "id"]
        expected.when = try SQLExpression("status = 'COMMITTED'")
        #expect(capture.outbox == expected)
    }

    @Test func aRegularExpressionIsAPattern() throws {
        let text = "name: a\ncapture: [{ tables: ['/notify\\.order_[0-9]+/'] }]"
        let loaded = try load(configuration(), pipeline: text)
        #expect(loaded.sources.first?.pipelines.first?.capture.first?.tables == ["/notify\\.order_[0-9]+/"])
    }

    @Test(arguments: ["'/notify/x'", "/", "'/notify.(/'"])
    func aPatternThatIsNoRegularExpressionIsAFault(text: String) throws {
        let found = try issues(configuration(), pipeline: "name: a\ncapture: [{ tables: [\(text)] }]")
        #expect(found.count == 1)
        #expect(found.first?.what.contains("regular expression") == true)
    }

    @Test func anExpressionsFaultNamesItsPlace() throws {
        let found = try faults("where: \"status = = 1\"")
        #expect(found.map(\.line) == [4])
        #expect(found.first?.what.hasPrefix("`capture[0].where`, line 1 column 10 of the expression: ") == true)
        #expect(found.first?.remedy.hasPrefix("Supported: ") == true)
    }

    @Test func anExpressionOverSeveralLinesNamesTheLineOfTheFile() throws {
        let found = try faults("where: |\n  status = 1\n  AND id ~ 2")
        #expect(found.map(\.line) == [6])
    }

    @Test(arguments: [
        ("columns: { exclud: [a] }", "unknown key `exclud`"), ("columns: { exclude: a }", "is a single value"),
        ("columns: { exclude: [a], mask: [A] }", "stands twice"), ("columns: { hash: [a] }", "is a list"),
        ("columns: { hash: { columns: [a] } }", "has no `key`"),
        ("columns: { hash: { columns: [a], key: short } }", "at least 16"),
        ("columns: { hash: { columns: [a], key: \"${NOPE}\" } }", "NOPE is not set"),
        ("key: [a]\ncolumns: { exclude: [A] }", "part of the `key`"),
        ("outbox: { topic: t, value: v, dead_letter: d }", "has no `topics`"),
        ("outbox: { topic: t, value: v, topics: [], dead_letter: d }", "is empty"),
        ("outbox: { topic: t, value: v, topics: [\"a b\"], dead_letter: d }", "can match no topic"),
        ("outbox: { topic: t, value: v, topics: [a], dead_letter: \"a b\" }", "no topic can be named"),
        ("outbox: { value: v, topics: [a], dead_letter: d }", "has no `topic`"),
        ("outbox: { topic: t, value: v, topics: [a], dead_letter: d, when: \"a =\" }", "line 1 column 4"),
        ("key: table\noutbox: { topic: t, value: v, topics: [a], dead_letter: d }", "no meaning beside `outbox`"),
        ("key: transactoin", "no kind of key"),
    ])
    func faultsAreSaid(lines: String, what: String) throws {
        let found = try faults(lines)
        #expect(found.count == 1)
        #expect(found.first?.what.contains(what) == true, "\(found)")
        #expect(found.first?.line != nil)
    }

    @Test func commandsThatDoNotCaptureNeedNoHashKey() throws {
        let text = smallPipeline + "\n    columns: { hash: { columns: [a], key: \"${NOPE}\" } }"
        let files = try TemporaryFiles(["leat.yaml": configuration(), "notify.yaml": text])
        _ = try LeatConfiguration.load(path: files.path("leat.yaml"), environment: [:], unsetVariables: .areEmpty)
    }
}
