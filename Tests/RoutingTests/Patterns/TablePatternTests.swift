import Routing
import Testing

@Test(
    arguments: [
        ("notify.orders", "notify", "orders", true),
        ("notify.orders", "notify", "orders2", false),
        ("notify.orders", "notify", "Orders", false),
        ("notify.order_*", "notify", "order_items", true),
        ("notify.order_*", "notify", "order_", true),
        ("notify.order_*", "notify", "orders", false),
        ("*.orders", "shop", "orders", true),
        ("shop_*.*", "shop_7", "anything", true),
        ("shop_*.*", "shop", "anything", false),
        ("a.*b*c", "a", "xbbybc", true),
        ("a.*b*c", "a", "xbbyb", false),
        ("a.*aab", "a", "aaab", true),
        ("a.**", "a", "", true),
    ] as [(String, String, String, Bool)])
func aStarStandsForAnyCharactersWithinItsPart(pattern: String, database: String, table: String, matches: Bool) throws {
    #expect(try TablePattern(pattern).matches(database: database, table: table) == matches)
}

@Test(arguments: ["", "orders", ".orders", "notify.", "a.b.c", "."])
func aPatternThatIsNotDatabaseDotTableIsRefused(text: String) {
    let error = #expect(throws: RoutingError.self) { try TablePattern(text) }
    #expect(error?.code == .invalidPattern)
    #expect(error?.what.contains("\"\(text)\"") == true)
}
