import Bytes
import Testing

@testable import Views

@Suite struct StateTests {
    private static func state(_ view: View) -> [UInt8] {
        var out = ByteWriter()
        view.encode(into: &out)
        return Array(out.bytes)
    }

    private static func restore(_ state: [UInt8], _ view: View) throws {
        try state.withUnsafeBytes {
            var cursor = ByteCursor($0)
            try view.restore(&cursor)
            #expect(cursor.isAtEnd)
        }
    }

    @Test(arguments: QueryList.entries)
    func `a view goes on from its state as if it had never stopped`(query: QueryList.Entry) throws {
        var changes = RandomChanges(seed: testSeed + 1)
        let first = try ViewDriver(query.view)
        try changes.apply(120, to: [first])
        for _ in 0..<3 {
            let second = try ViewDriver(query.view)
            try Self.restore(Self.state(first.view), second.view)
            #expect(second.texts() == first.texts())
            #expect(second.view.rowCount == first.view.rowCount)
            try changes.apply(60, to: [first, second])
            #expect(second.texts() == first.texts())
        }
    }

    @Test func `a state is not taken over by another query or other columns`() throws {
        let one = try ViewDriver("SELECT province, COUNT(*) FROM shop.orders GROUP BY province")
        let other = try ViewDriver("SELECT province, COUNT(*) AS n FROM shop.orders GROUP BY province")
        #expect(throws: BytesError.self) { try Self.restore(Self.state(one.view), other.view) }
    }

    @Test(arguments: [
        "SELECT province, COUNT(*), MIN(amount), SUM(weight) FROM shop.orders GROUP BY province",
        "SELECT o.id, i.title FROM shop.orders o LEFT JOIN shop.items i ON i.order_id = o.id ORDER BY o.id LIMIT 5",
        "SELECT COUNT(*), AVG(fee) FROM shop.orders",
    ])
    func `damaged and cut states are refused or harmless`(text: String) throws {
        var changes = RandomChanges(seed: testSeed)
        let driver = try ViewDriver(text)
        try changes.apply(60, to: [driver])
        let state = Self.state(driver.view)
        let view = try ViewDriver(text).view
        for length in 0..<state.count {
            #expect(throws: BytesError.self) { try Self.restore(Array(state[..<length]), view) }
        }
        for _ in 0..<3000 {
            var damaged = state
            damaged[Int.random(in: 0..<state.count, using: &changes.random)] ^=
                1 << UInt8.random(in: 0...7, using: &changes.random)
            damaged.withUnsafeBytes {
                var cursor = ByteCursor($0)
                guard (try? view.restore(&cursor)) != nil, view.rowCount < 1000 else { return }
                _ = view.rows()
            }
        }
        try Self.restore(state, view)
        #expect(view.rows() == driver.view.rows())
    }

    @Test func `a view over its limit stops`() throws {
        var options = ViewOptions()
        options.stateBytesMax = 100_000
        let driver = try ViewDriver("SELECT id, COUNT(*) FROM shop.orders GROUP BY id", options: options)
        var changes = RandomChanges(seed: 1)
        var fault: ViewFault?
        do {
            for _ in 0..<20_000 {
                try driver.apply(.orders, TestTable.orders.row(&changes.random), 1)
                try driver.commit()
            }
        } catch let error as ViewFault {
            fault = error
        }
        guard case .stateTooLarge(let bytes, let max) = fault else {
            Issue.record("\(String(describing: fault))")
            return
        }
        #expect(max == 100_000 && bytes > 100_000 && bytes < 200_000)
    }

    @Test func `a row that was never put in makes the view incomplete`() throws {
        let driver = try ViewDriver("SELECT province, COUNT(*) FROM shop.orders GROUP BY province")
        let row = ViewTests.order(1)
        try driver.apply(.orders, row, -1)
        try driver.apply(.orders, row, 1)
        try driver.commit()
        #expect(driver.view.isComplete)
        try driver.apply(.orders, row, -1)
        try driver.commit()
        #expect(!driver.view.isComplete && driver.view.missingRows == 1)
        #expect(driver.texts() == [])
    }
}
