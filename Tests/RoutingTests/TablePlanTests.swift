import Expressions
import Routing
import Schema
import Testing

@Suite struct TablePlanTests {
    private func plan(
        key: KeyChoice = .primary, filter: String? = nil, columns: ColumnRules = ColumnRules(), isOutbox: Bool = false
    ) throws -> TablePlan {
        let outbox = try OutboxRule(
            topic: "topic", value: "body", topics: [TopicPattern("*")], deadLetter: "notify.dead")
        let rule = try CaptureRule(
            tables: [TablePattern("/notify\\.mess.*/")], topic: TopicTemplate("{source}.{table}"), partitions: 4,
            key: key,
            filter: try filter.map { try SQLExpression($0) }, columns: columns, outbox: isOutbox ? outbox : nil)
        return try #require(try Router(source: "trade", rules: [rule]).plan(MessageTable.definition))
    }

    @Test func aPlainRuleHasARouteAlone() throws {
        let plan = try plan()
        #expect(plan.route == Route(topic: "trade.message", partitions: 4, key: .columns([0]), choice: .primary))
        #expect(plan.table == MessageTable.definition)
        #expect(plan.filter == nil)
        #expect(plan.transform == nil)
        #expect(plan.outbox == nil)
    }

    @Test func keyColumnsAreThoseOfTheTransformedTable() throws {
        let plan = try plan(key: .columns(["status", "tag"]), columns: ColumnRules(exclude: ["topic", "body"]))
        #expect(plan.route.key == .columns([3, 2]))
        #expect(plan.table.columns.count == 5)
    }

    @Test func aFilterMayReadAnExcludedColumn() throws {
        let plan = try plan(filter: "body IS NULL", columns: ColumnRules(exclude: ["body"]))
        #expect(plan.filter?.columns == [3])
    }

    @Test func anOutboxHasNoEncoder() throws {
        let plan = try plan(isOutbox: true)
        #expect(plan.outbox != nil)
        #expect(plan.route.topic == "notify.dead")
    }

    @Test func faultsNameTheRuleAndThePlace() throws {
        let error = #expect(throws: RoutingError.self) { try plan(filter: "id = 1\n AND stat = 2") }
        #expect(error?.code == .invalidExpression)
        #expect(error?.what.hasPrefix("`where` of notify.message, line 2, column 6: ") == true)
        #expect(error?.remedy.contains("id, topic") == true)
    }

    @Test(arguments: ["/", "//", "/notify", "/notify.(/"])
    func aPatternThatIsNoRegularExpressionIsRefused(text: String) {
        let error = #expect(throws: RoutingError.self) { try TablePattern(text) }
        #expect(error?.code == .invalidPattern)
    }

    @Test(
        arguments: [
            ("/notify\\.order_\\d+/", "notify", "order_12", true),
            ("/notify\\.order_\\d+/", "notify", "order_12x", false),
            ("/notify\\.order_\\d+/", "xnotify", "order_1", false), ("/.*/", "a", "b", true),
            ("/(a|b)\\.t/", "b", "t", true), ("/(?i)A\\.T/", "a", "t", true), ("/A\\.T/", "a", "t", false),
        ] as [(String, String, String, Bool)])
    func aRegularExpressionMatchesTheWholeName(pattern: String, database: String, table: String, matches: Bool) throws {
        #expect(try TablePattern(pattern).matches(database: database, table: table) == matches)
    }
}
