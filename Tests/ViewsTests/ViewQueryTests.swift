import Expressions
import Schema
import Testing

@testable import Views

@Suite struct ViewQueryTests {
    private static func error(_ text: String) -> ExpressionError? {
        do {
            let query = try ViewQuery(text)
            let tables = TestTable.definitions(query.tables.map { ($0.database, $0.table) })
            _ = try View(query, tables: tables)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [
        ("SELECT FROM shop.orders", 1, 8, ExpressionError.Code.syntax),
        ("SELECT id\nFROM shop.orders\nWHERE", 3, 6, .syntax),
        ("SELECT id FROM (SELECT 1)", 1, 16, .syntax),
        ("SELECT id FROM shop.orders, shop.items", 1, 27, .unsupported),
        ("SELECT title FROM shop.orders RIGHT JOIN shop.items ON 1", 1, 31, .unsupported),
        ("SELECT id FROM shop.orders RIGHT JOIN shop.items", 1, 49, .syntax),
        (
            "SELECT title FROM shop.orders o JOIN shop.items i ON o.id = i.order_id RIGHT JOIN shop.buyers b ON o.buyer = b.id",
            1, 72, .syntax
        ),
        (
            "SELECT title FROM shop.orders o, shop.items i JOIN shop.buyers b ON i.line = b.id WHERE o.id = i.order_id",
            1, 47, .syntax
        ),
        ("SELECT id FROM shop.orders CROSS JOIN shop.items", 1, 28, .syntax),
        ("SELECT LOCATE('a', province) FROM shop.orders", 1, 15, .unsupported),
        ("SELECT LOCATE(note, note, 2) FROM shop.orders", 1, 15, .unsupported),
        ("SELECT WEEK(day, 8) FROM shop.orders", 1, 18, .unsupported),
        ("SELECT WEEK(day, `rank`) FROM shop.orders", 1, 18, .unsupported),
        ("SELECT EXTRACT(CENTURY FROM day) FROM shop.orders", 1, 16, .syntax),
        ("SELECT EXTRACT(WEEK FROM day) FROM shop.orders", 1, 16, .unsupported),
        ("SELECT EXTRACT(HOUR FROM SEC_TO_TIME(id)) FROM shop.orders", 1, 26, .unsupported),
        ("SELECT POSITION('a', note) FROM shop.orders", 1, 20, .syntax),
        ("SELECT SUBSTRING_INDEX(note, '-', id) FROM shop.orders", 1, 35, .unsupported),
        ("SELECT FIELD(id, '1', 2) FROM shop.orders", 1, 8, .unsupported),
        ("SELECT POWER(id, 2) FROM shop.orders", 1, 8, .syntax),
        ("SELECT id FROM shop.orders JOIN shop.orders ON 1", 1, 28, .syntax),
        ("SELECT id FROM shop.orders JOIN shop.items USING (id)", 1, 44, .syntax),
        ("SELECT id FROM shop.orders LIMIT 3", 1, 34, .syntax),
        ("SELECT id FROM shop.orders ORDER BY id LIMIT 99999", 1, 46, .unsupported),
        ("SELECT id FROM shop.orders UNION SELECT 1 FROM shop.orders", 1, 28, .syntax),
        ("SELECT nothing FROM shop.orders", 1, 8, .unknownColumn),
        ("SELECT x.id FROM shop.orders o", 1, 8, .unknownColumn),
        ("SELECT id FROM shop.orders o JOIN shop.buyers b ON o.buyer = b.id", 1, 8, .unknownColumn),
        ("SELECT o.id FROM shop.orders o JOIN shop.buyers b ON o.buyer > b.id", 1, 32, .unsupported),
        ("SELECT o.id FROM shop.orders o LEFT JOIN shop.buyers b ON o.buyer = b.id AND o.id > 3", 1, 83, .unsupported),
        ("SELECT province, id FROM shop.orders GROUP BY province", 1, 18, .unsupported),
        ("SELECT COUNT(*) FROM shop.orders WHERE COUNT(*) > 1", 1, 40, .unsupported),
        ("SELECT SUM(MAX(id)) FROM shop.orders", 1, 12, .unsupported),
        ("SELECT SUM(day) FROM shop.orders", 1, 12, .unsupported),
        ("SELECT TUMBLE(created, INTERVAL 1 MINUTE) FROM shop.orders GROUP BY province", 1, 8, .unsupported),
        ("SELECT COUNT(*) FROM shop.orders GROUP BY TUMBLE(id, INTERVAL 1 MINUTE)", 1, 50, .unsupported),
        ("SELECT COUNT(*) FROM shop.orders GROUP BY TUMBLE(created, INTERVAL 1 MONTH)", 1, 70, .syntax),
        ("SELECT COUNT(*) FROM shop.orders GROUP BY 3", 1, 43, .unknownColumn),
        ("SELECT RANK() OVER (ORDER BY id) FROM shop.orders", 1, 8, .syntax),
        ("SELECT NOW() FROM shop.orders", 1, 8, .syntax),
        ("SELECT DISTINCT province FROM shop.orders ORDER BY id", 1, 52, .unsupported),
        ("SELECT DISTINCT COUNT(*) FROM shop.orders GROUP BY buyer ORDER BY buyer", 1, 67, .unsupported),
        ("SELECT ROUND(weight, `rank`) FROM shop.orders", 1, 22, .unsupported),
        ("SELECT FLOOR(status) FROM shop.orders", 1, 14, .unsupported),
        ("SELECT ROUND(weight, 20) FROM shop.orders", 1, 22, .unsupported),
        ("SELECT ROUND(weight, 1) * 2 FROM shop.orders", 1, 8, .unsupported),
        ("SELECT FLOOR(weight) / 2 FROM shop.orders", 1, 8, .unsupported),
        ("SELECT MAX(ROUND(weight, 1)) + 1 FROM shop.orders", 1, 8, .unsupported),
        ("SELECT SUM(FLOOR(weight)) / 2 FROM shop.orders", 1, 8, .unsupported),
        ("SELECT SUM(ROUND(weight, 1)) FROM shop.orders", 1, 12, .unsupported),
        ("SELECT AVG(FLOOR(weight)) FROM shop.orders", 1, 12, .unsupported),
        ("SELECT DATE_FORMAT(day, '%U') FROM shop.orders", 1, 25, .unsupported),
        ("SELECT province + created FROM shop.orders", 1, 19, .unsupported),
    ])
    func `what is not supported is refused with its place`(
        text: String, line: Int, column: Int, code: ExpressionError.Code
    ) throws {
        let error = try #require(Self.error(text))
        #expect(error.line == line && error.column == column && error.code == code, "\(error)")
        #expect(!error.remedy.isEmpty)
    }

    @Test func `a query names its tables and what it reads of them`() throws {
        let query = try ViewQuery(
            "SELECT b.name, SUM(amount) FROM shop.orders AS o JOIN shop.buyers b ON o.buyer = b.id GROUP BY b.name;")
        #expect(
            query.tables == [
                ViewTable(database: "shop", table: "orders", alias: "o"),
                ViewTable(database: "shop", table: "buyers", alias: "b"),
            ])
        #expect(query.columnNames(of: 0) == ["amount", "buyer"])
        #expect(query.columnNames(of: 1) == ["name", "amount", "id"])
        #expect(try ViewQuery("SELECT o.* FROM shop.orders o").columnNames(of: 0) == nil)
    }

    @Test func `columns that a view does not read may move, others may not change`() throws {
        let driver = try ViewDriver("SELECT province, SUM(amount) FROM shop.orders GROUP BY province")
        try driver.apply(.orders, ViewTests.order(1, amount: "2.00"), 1)
        try driver.commit()
        let old = TestTable.orders.definition
        let moved = TableDefinition(
            database: "shop", table: "orders",
            columns: [ColumnDefinition(name: "extra", type: .long)] + old.columns.filter { $0.name != "buyer" },
            primaryKey: [])
        try driver.view.rebind(0, to: moved)
        let row = RowValues([.integer(9), .integer(2), .text("Hebei"), .member(1), .decimal("3.00")], moved)
        try driver.view.apply(0, row: row.values, weight: 1)
        try driver.commit()
        #expect(driver.texts() == ["Hebei|5.00"])
        let changed = TableDefinition(
            database: "shop", table: "orders",
            columns: old.columns.map {
                $0.name == "amount" ? ColumnDefinition(name: "amount", type: .newDecimal, metadata: 10 << 8 | 3) : $0
            }, primaryKey: [])
        #expect(throws: ExpressionError.self) { try driver.view.rebind(0, to: changed) }
        #expect(throws: ExpressionError.self) {
            try driver.view.rebind(0, to: TestTable.buyers.definition)
        }
    }
}
