import Binlog
import Expressions
import Glibc
import Routing
import Testing

/// Speed of filters, column rules and the outbox; runs only by hand:
///
///     LEAT_BENCHMARK=1 swift test -c release -Xswiftc -enable-testing --filter RowRulesBenchmark
///
/// Workload: the seven columns of `MessageTable`, one row again and again.
@Suite(.serialized, .enabled(if: getenv("LEAT_BENCHMARK") != nil))
struct RowRulesBenchmark {
    private static let count = 1_000_000

    private func measure(_ name: String, _ body: () throws -> Void) rethrows {
        var best = Double.infinity
        var mallocs = 0
        for _ in 0..<3 {
            let blocks = Self.blocksInUse()
            let start = Self.nanoseconds
            for _ in 0..<Self.count { try body() }
            best = min(best, (Self.nanoseconds - start) / Double(Self.count))
            mallocs = Self.blocksInUse() - blocks
        }
        print("\(name): \(best) ns/row, \(mallocs) bytes more in use after \(Self.count) rows")
    }

    private static var nanoseconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
    }

    private static func blocksInUse() -> Int { Int(mallinfo2().uordblks) }

    @Test(arguments: [
        "phone > 100", "status <> 'DRAFT'", "status <> 'DRAFT' AND phone > 100 AND id IN (1, 5, 7, 9)",
        "status COLLATE utf8mb4_general_ci = 'committed'", "status COLLATE utf8mb4_0900_ai_ci = 'committed'",
        "status COLLATE utf8mb4_uca1400_ai_ci = 'committed'", "status LIKE '%TED'", "tag IS NOT NULL",
        "biz_key = 'K'", "phone * 2 + id > 1.5",
    ])
    func filters(text: String) throws {
        let filter = try RowFilter(try SQLExpression(text), table: MessageTable.definition)
        let row = MessageTable.row()
        measure(text) { _ = try? filter.passage(before: nil, after: row.values) }
    }

    @Test func columnRules() throws {
        let rules = ColumnRules(exclude: ["body"], mask: ["tag"], hash: ["phone"], hashKey: Array("0123456789abcdef".utf8))
        let transform = try RowTransform(rules, table: MessageTable.definition, keyColumns: [0])
        let row = MessageTable.row()
        try measure("exclude, mask and hash of one column each") { _ = try transform.rewrite(row.values, as: .after) }
    }

    @Test func outbox() throws {
        let rule = try OutboxRule(
            topic: "topic", key: "biz_key", value: "body", headers: ["tag", "id"],
            when: try SQLExpression("status = 'COMMITTED'"), topics: [TopicPattern("order-*")], deadLetter: "dead")
        let outbox = try Outbox(rule, table: MessageTable.definition)
        let row = MessageTable.row()
        var message = OutboxMessage()
        for _ in 0..<3 {
            let blocks = Self.blocksInUse()
            let start = Self.nanoseconds
            for _ in 0..<Self.count { _ = try outbox.message(before: nil, after: row.values, into: &message) }
            let spent = (Self.nanoseconds - start) / Double(Self.count)
            print("outbox: \(spent) ns/row, \(Self.blocksInUse() - blocks) bytes more in use")
        }
    }
}
