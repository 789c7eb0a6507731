import Expressions
import Testing

@testable import Views

@Suite struct ColumnOrderTests {
    private func orders(_ text: String) throws -> [Int?] { try ViewDriver(text).view.columns.map(\.order) }

    @Test func `columns tell their places in ORDER BY`() throws {
        #expect(
            try orders(
                "SELECT province, COUNT(*) AS n, SUM(amount) FROM shop.orders GROUP BY province ORDER BY n DESC, 1")
                == [2, -1, nil])
        #expect(
            try orders("SELECT province, SUM(amount) FROM shop.orders GROUP BY province ORDER BY SUM(amount)") == [
                nil, 1,
            ])
    }

    @Test func `without ORDER BY there are none`() throws {
        #expect(try orders("SELECT province, COUNT(*) FROM shop.orders GROUP BY province") == [nil, nil])
    }

    @Test func `what is not shown ends the order`() throws {
        #expect(
            try orders("SELECT province, COUNT(*) FROM shop.orders GROUP BY province ORDER BY MAX(amount), province")
                == [nil, nil])
    }
}
