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
    /// Allocations per row: twice under Tests/Benchmarks/count_mallocs.c, with different LEAT_BENCHMARK_ROWS.
    private static let count = getenv("LEAT_BENCHMARK_ROWS").flatMap { Int(String(cString: $0)) } ?? 1_000_000

    private func measure(_ name: String, _ body: () throws -> Void) rethrows {
        var best = Double.infinity
        for _ in 0..<3 {
            let start = Self.nanoseconds
            for _ in 0..<Self.count { try body() }
            best = min(best, (Self.nanoseconds - start) / Double(Self.count))
        }
        print("\(name): \(best) ns/row")
    }

    private static var nanoseconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
    }

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
        let rules = ColumnRules(
            exclude: ["body"], mask: ["tag"], hash: ["phone"], hashKey: Array("0123456789abcdef".utf8))
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
            let start = Self.nanoseconds
            for _ in 0..<Self.count { _ = try outbox.message(before: nil, after: row.values, into: &message) }
            let spent = (Self.nanoseconds - start) / Double(Self.count)
            print("outbox: \(spent) ns/row")
        }
    }
}
