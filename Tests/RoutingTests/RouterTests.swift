import Binlog
import Routing
import Schema
import Testing

private func table(_ name: String, primaryKey: [Int] = [0]) -> TableDefinition {
    TableDefinition(
        database: "notify", table: name,
        columns: [
            ColumnDefinition(name: "id", type: .longlong), ColumnDefinition(name: "shop", type: .long),
            ColumnDefinition(name: "user_id", type: .long),
        ],
        primaryKey: primaryKey)
}

private func router(_ key: KeyChoice = .primary, topic: String = "{source}.{database}.{table}") throws -> Router {
    Router(
        source: "trade",
        rules: [
            try CaptureRule(
                tables: [TablePattern("notify.orders"), TablePattern("notify.order_*")], topic: TopicTemplate(topic),
                partitions: 8, key: key),
            try CaptureRule(tables: [TablePattern("notify.*")], topic: TopicTemplate("rest"), key: .none),
        ])
}

@Test func theFirstRuleThatMeansATableDecides() throws {
    let router = try router()
    #expect(
        try router.route(table("orders"))
            == Route(topic: "trade.notify.orders", partitions: 8, key: .columns([0]), choice: .primary))
    #expect(try router.route(table("message")) == Route(topic: "rest", partitions: 1, key: .none, choice: .none))
}

@Test func aRouteKeepsTheChoiceWhateverTheTablesKeyIs() throws {
    let keyless = TableDefinition(database: "notify", table: "orders", columns: [], primaryKey: [])
    let route = try #require(try router().route(keyless))
    #expect(route.key == .none)
    #expect(route.choice.text == "primary")
    #expect(KeyChoice.columns(["a", "b"]).text == "[a, b]")
}

@Test func aTableThatNoRuleMeansHasNoRoute() throws {
    let other = TableDefinition(database: "shop", table: "orders", columns: [], primaryKey: [])
    #expect(try router().route(other) == nil)
    #expect(try !router().captures(database: "shop", table: "orders"))
    #expect(try router().captures(database: "notify", table: "x"))
}

@Test func keyColumnsAreFoundByNameInTheirOrder() throws {
    #expect(try router(.columns(["user_id", "shop"])).route(table("orders"))?.key == .columns([2, 1]))
    #expect(try router(.table).route(table("orders"))?.key == .table)
    #expect(try router(.transaction).route(table("orders"))?.key == .transaction)
}

@Test func aTableWithoutAPrimaryKeyHasNullKeys() throws {
    #expect(try router().route(table("orders", primaryKey: []))?.key == ResolvedKey.none)
}

@Test func anUnknownKeyColumnNamesTheColumnsThereAre() throws {
    let router = try router(.columns(["usr_id"]))
    let error = #expect(throws: RoutingError.self) { try router.route(table("orders")) }
    #expect(error?.code == .unknownColumn)
    #expect(error?.description.contains("usr_id") == true)
    #expect(error?.description.contains("id, shop, user_id") == true)
}

@Test(arguments: ["{source}.{tabel}", "{source", "source}"])
func aTemplateWithAnUnknownFieldIsRefused(text: String) {
    let error = #expect(throws: RoutingError.self) { try TopicTemplate(text) }
    #expect(error?.code == .invalidTopic)
}

@Test(arguments: ["bestellung_ü", "a b", "", "..", String(repeating: "x", count: 250), "e\u{301}"])
func aTopicNameThatKafkaDoesNotAllowIsRefused(name: String) throws {
    let template = try TopicTemplate("{table}")
    let error = #expect(throws: RoutingError.self) {
        try template.topic(source: "trade", database: "notify", table: name)
    }
    #expect(error?.code == .invalidTopic)
    #expect(try template.topic(source: "", database: "", table: String(repeating: "x", count: 249)).count == 249)
}

@Test(arguments: [0, -1, CaptureRule.partitionsMax + 1])
func aPartitionCountOutOfRangeIsRefused(count: Int32) {
    let error = #expect(throws: RoutingError.self) {
        try CaptureRule(tables: [TablePattern("a.b")], topic: TopicTemplate("t"), partitions: count)
    }
    #expect(error?.code == .invalidPartitions)
}
