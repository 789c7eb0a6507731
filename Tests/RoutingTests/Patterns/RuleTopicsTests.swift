import Routing
import Testing

@Suite struct RuleTopicsTests {
    private func rule(_ tables: String..., topic: String = "{source}.{database}.{table}") throws -> CaptureRule {
        try CaptureRule(tables: try tables.map { try TablePattern($0) }, topic: TopicTemplate(topic), partitions: 1)
    }

    /// Tables, template → topics that the rule of source `trade` may make, and one that it does not.
    @Test(arguments: [
        ("notify.orders", "{source}.{database}.{table}", ["trade.notify.orders"], "trade.notify.order"),
        (
            "notify.order_*", "{source}.{database}.{table}", ["trade.notify.order_", "trade.notify.order_1"],
            "trade.notify.orders"
        ),
        ("no*.o*", "{source}.{database}.{table}", ["trade.no.ti.o.x"], "trade.yes.o"),
        ("/notify\\.o[0-9]+/", "{source}.{database}.{table}", ["trade.notify.o12"], "trade.notify.ox"),
        ("notify.orders", "all.{table}", ["all.orders"], "all.order"),
        ("notify.orders", "{database}-{database}", ["notify-notify"], "notify-other"),
        ("notify.orders", "everything", ["everything"], "trade.notify.orders"),
        ("notify.orders", "{source}.{database}.{table}", ["trade.notify.orders"], "shop.notify.orders"),
    ])
    func aRuleKnowsItsTopicsByName(tables: String, template: String, topics: [String], other: String) throws {
        let rule = try rule(tables, topic: template)
        for topic in topics { #expect(rule.mayMake(topic: topic, source: "trade"), "\(topic)") }
        #expect(!rule.mayMake(topic: other, source: "trade"))
    }

    @Test func anOutboxMakesTheTopicsThatItNames() throws {
        let outbox = try OutboxRule(
            topic: "topic", value: "body", topics: [TopicPattern("order-*")], deadLetter: "notify.dead")
        let rule = try CaptureRule(
            tables: [TablePattern("notify.message")], topic: TopicTemplate("{source}.{table}"), outbox: outbox)
        #expect(rule.mayMake(topic: "order-paid", source: "trade"))
        #expect(rule.mayMake(topic: "notify.dead", source: "trade"))
        #expect(!rule.mayMake(topic: "trade.message", source: "trade"))
    }
}
