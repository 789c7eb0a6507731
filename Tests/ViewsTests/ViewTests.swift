import Expressions
import Testing

@testable import Views

@Suite struct ViewTests {
    static func order(
        _ id: Int64, province: String = "Hebei", amount: String = "1.00", rank: Int64? = nil
    ) -> [TestValue] {
        [
            .integer(id), .integer(1), .text(province), .member(1), .decimal(amount), .decimal("1.00000"), .real(1),
            rank.map { .integer($0) } ?? .null, .null, .null, .day(19_700),
        ]
    }

    @Test func `groups count and add up`() throws {
        let driver = try ViewDriver(
            "SELECT province, COUNT(*), SUM(amount) AS total, AVG(amount) FROM shop.orders GROUP BY province")
        try driver.apply(.orders, Self.order(1, amount: "1.50"), 1)
        try driver.apply(.orders, Self.order(2, amount: "2.25"), 1)
        try driver.apply(.orders, Self.order(3, province: "Hubei", amount: "-7.00"), 1)
        try driver.commit()
        #expect(driver.texts() == ["Hebei|2|3.75|1.875000", "Hubei|1|-7.00|-7.000000"])
        try driver.apply(.orders, Self.order(3, province: "Hubei", amount: "-7.00"), -1)
        try driver.apply(.orders, Self.order(3, amount: "0.25"), 1)
        try driver.commit()
        #expect(driver.texts() == ["Hebei|3|4.00|1.333333"])
        #expect(driver.heardTexts() == driver.texts())
        #expect(driver.view.columns.map(\.name) == ["province", "COUNT(*)", "total", "AVG(amount)"])
    }

    @Test func `a change there and back is none`() throws {
        let driver = try ViewDriver("SELECT province, COUNT(*) FROM shop.orders GROUP BY province")
        try driver.apply(.orders, Self.order(1), 1)
        try driver.commit()
        try driver.apply(.orders, Self.order(2), 1)
        try driver.apply(.orders, Self.order(2), -1)
        try driver.apply(.orders, Self.order(3, province: "Hubei"), 1)
        try driver.apply(.orders, Self.order(3, province: "Hubei"), -1)
        #expect(try driver.commit().isEmpty)
    }

    @Test func `an aggregate without groups has one row always`() throws {
        let driver = try ViewDriver("SELECT COUNT(*), SUM(amount) FROM shop.orders WHERE amount > 2")
        #expect(driver.texts() == ["0|NULL"])
        try driver.apply(.orders, Self.order(1, amount: "2.01"), 1)
        try driver.apply(.orders, Self.order(2, amount: "2.00"), 1)
        try driver.commit()
        #expect(driver.texts() == ["1|2.01"])
        try driver.apply(.orders, Self.order(1, amount: "2.01"), -1)
        try driver.commit()
        #expect(driver.texts() == ["0|NULL"])
        #expect(driver.heardTexts() == driver.texts())
    }
}
