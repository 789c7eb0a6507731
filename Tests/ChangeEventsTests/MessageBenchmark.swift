import Binlog
import Bytes
import ChangeEvents
import Glibc
import Testing

/// Speed of the encoders for Maxwell and Canal, with Debezium's beside them; runs only by hand:
///
///     LEAT_BENCHMARK=1 swift test -c release -Xswiftc -enable-testing --filter MessageBenchmark
///
/// Workload: the row of `OrdersFixture` (eight columns), inserted, and updated in two columns; for Canal in events of
/// 100 rows that go to one partition, and of one row that goes to one of eight.
@Suite(.enabled(if: getenv("LEAT_BENCHMARK") != nil), .serialized)
struct MessageBenchmark {
    private static let rounds = 1_000_000

    private var nanoseconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
    }

    private func measure(_ name: String, rows: Int = rounds, _ body: (Int) throws -> Void) rethrows {
        for index in 0..<1000 { try body(index) }
        let start = nanoseconds
        for index in 0..<rows { try body(index) }
        let time = (nanoseconds - start) / Double(rows)
        print("\(name): \(time) ns/row")
    }

    @Test func maxwellRows() throws {
        let old = OrdersFixture(status: 1, body: "say \"hello\"\n")
        let new = OrdersFixture()
        let (before, after) = (old.pointer, new.pointer)
        let encoder = try MaxwellEncoder(table: OrdersFixture.table, keyColumns: [0])
        try withContext { try encoder.begin($0) }
        var key = ByteWriter(capacity: 4096)
        var value = ByteWriter(capacity: 4096)
        try measure("Maxwell insert with key") { _ in
            key.removeAll()
            value.removeAll()
            try encoder.appendKey(before: nil, after: after, rowIndex: 0, into: &key)
            try encoder.appendValue(
                operation: .create, before: nil, after: after, transactionRow: 1, isLast: false, into: &value)
        }
        try measure("Maxwell update with key") { _ in
            key.removeAll()
            value.removeAll()
            try encoder.appendKey(before: before, after: after, rowIndex: 0, into: &key)
            try encoder.appendValue(
                operation: .update, before: before, after: after, transactionRow: 1, isLast: false, into: &value)
        }
        #expect(value.count > 300)
    }

    @Test func canalRows() throws {
        let old = OrdersFixture(status: 1, body: "say \"hello\"\n")
        let new = OrdersFixture()
        let (before, after) = (old.pointer, new.pointer)
        var value = ByteWriter(capacity: 1 << 16)
        let long = try CanalEncoder(table: OrdersFixture.table, keyColumns: [0], partitionCount: 1)
        try withContext { context in
            try measure("Canal insert, 100 rows a message") { index in
                if index % 100 == 0 { try long.begin(context, operation: .create) }
                try long.append(before: nil, after: after)
                guard index % 100 == 99 else { return }
                value.removeAll()
                _ = long.nextMessage(into: &value)
            }
            try measure("Canal update, 100 rows a message") { index in
                if index % 100 == 0 { try long.begin(context, operation: .update) }
                try long.append(before: before, after: after)
                guard index % 100 == 99 else { return }
                value.removeAll()
                _ = long.nextMessage(into: &value)
            }
            let short = try CanalEncoder(table: OrdersFixture.table, keyColumns: [0], partitionCount: 8)
            try measure("Canal insert, 1 row a message, 8 partitions") { _ in
                try short.begin(context, operation: .create)
                try short.append(before: nil, after: after)
                value.removeAll()
                _ = short.nextMessage(into: &value)
            }
        }
        #expect(value.count > 300)
    }

    @Test func debeziumRows() throws {
        let new = OrdersFixture()
        let after = new.pointer
        let encoder = try DebeziumEncoder(
            table: OrdersFixture.table, source: OrdersFixture.source, keyColumns: [0])
        try withContext { try encoder.begin($0) }
        var key = ByteWriter(capacity: 4096)
        var value = ByteWriter(capacity: 4096)
        try measure("Debezium insert with key") { _ in
            key.removeAll()
            value.removeAll()
            try encoder.appendKey(row: after, into: &key)
            try encoder.appendValue(operation: .create, before: nil, after: after, rowIndex: 0, into: &value)
        }
        #expect(value.count > 300)
    }
}
