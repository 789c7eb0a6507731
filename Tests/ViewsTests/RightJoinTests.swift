import Expressions
import Testing

@testable import Views

@Suite struct RightJoinTests {
    private static func buyer(_ id: Int64, _ name: String) -> [TestValue] { [.integer(id), .text(name), .null] }

    private static func item(_ order: Int64?, line: Int64, _ title: String) -> [TestValue] {
        [order.map { .integer($0) } ?? .null, .integer(line), .text(title), .integer(1), .decimal("1.00")]
    }

    @Test func `every row of the table behind RIGHT JOIN is there, with or without the other's`() throws {
        let driver = try ViewDriver(
            "SELECT i.title, b.name FROM shop.items i RIGHT OUTER JOIN shop.buyers b ON i.line = b.id AND i.quantity = 1"
        )
        try driver.apply(.buyers, Self.buyer(1, "Ann"), 1)
        try driver.apply(.buyers, Self.buyer(2, "Bob"), 1)
        try driver.apply(.items, Self.item(7, line: 3, "cup"), 1)
        try driver.commit()
        #expect(driver.texts() == ["NULL|Ann", "NULL|Bob"])
        try driver.apply(.items, Self.item(7, line: 1, "pen"), 1)
        try driver.apply(.items, Self.item(8, line: 1, "ink"), 1)
        try driver.commit()
        #expect(driver.texts() == ["NULL|Bob", "ink|Ann", "pen|Ann"])
        try driver.apply(.items, Self.item(7, line: 1, "pen"), -1)
        try driver.apply(.items, Self.item(8, line: 1, "ink"), -1)
        try driver.apply(.buyers, Self.buyer(2, "Bob"), -1)
        try driver.commit()
        #expect(driver.texts() == ["NULL|Ann"])
        #expect(driver.heardTexts() == driver.texts())
    }

    @Test func `a star shows the tables in the order of the text`() throws {
        let driver = try ViewDriver("SELECT * FROM shop.items i RIGHT JOIN shop.buyers b ON i.line = b.id")
        let names = ["order_id", "line", "title", "quantity", "price", "id", "name", "level"]
        #expect(driver.view.columns.map(\.name) == names)
        try driver.apply(.buyers, Self.buyer(4, "Cid"), 1)
        try driver.commit()
        #expect(driver.texts() == ["NULL|NULL|NULL|NULL|NULL|4|Cid|NULL"])
    }

    @Test(arguments: [
        (
            "SELECT i.title, o.id, o.note FROM shop.items i RIGHT JOIN shop.orders o ON o.buyer = i.line",
            "SELECT i.title, o.id, o.note FROM shop.orders o LEFT JOIN shop.items i ON o.buyer = i.line"
        ),
        (
            """
            SELECT b.name, COUNT(i.line), COUNT(*) FROM shop.items i RIGHT JOIN shop.orders o ON o.buyer = i.line
            JOIN shop.buyers b ON o.buyer = b.id GROUP BY b.name
            """,
            """
            SELECT b.name, COUNT(i.line), COUNT(*) FROM shop.orders o LEFT JOIN shop.items i ON o.buyer = i.line
            JOIN shop.buyers b ON o.buyer = b.id GROUP BY b.name
            """
        ),
        (
            """
            SELECT o.id, i.title, b.name FROM shop.items i RIGHT JOIN shop.orders o ON o.buyer = i.line
            LEFT JOIN shop.buyers b ON b.id = i.line WHERE o.amount > 100
            """,
            """
            SELECT o.id, i.title, b.name FROM shop.orders o LEFT JOIN shop.items i ON o.buyer = i.line
            LEFT JOIN shop.buyers b ON b.id = i.line WHERE o.amount > 100
            """
        ),
        (
            "SELECT o.id, i.title, b.name FROM shop.orders o, shop.items i, shop.buyers b WHERE o.buyer = i.line AND b.id = o.buyer",
            "SELECT o.id, i.title, b.name FROM shop.orders o JOIN shop.items i ON o.buyer = i.line JOIN shop.buyers b ON b.id = o.buyer"
        ),
        (
            "SELECT o.id, i.title, b.name FROM shop.orders o LEFT JOIN shop.items i ON o.buyer = i.line, shop.buyers b WHERE b.id = o.buyer",
            "SELECT o.id, i.title, b.name FROM shop.orders o LEFT JOIN shop.items i ON o.buyer = i.line JOIN shop.buyers b ON b.id = o.buyer"
        ),
    ])
    func `other ways to write a join give the same`(written: String, same: String) throws {
        var changes = RandomChanges(seed: testSeed)
        let drivers = [try ViewDriver(written), try ViewDriver(same)]
        var rowsSeen = 0
        for _ in 0..<15 {
            try changes.apply(25, to: drivers)
            #expect(drivers[0].texts() == drivers[1].texts(), "seed \(testSeed)")
            rowsSeen += drivers[0].texts().count
        }
        #expect(rowsSeen > 0)
    }
}
