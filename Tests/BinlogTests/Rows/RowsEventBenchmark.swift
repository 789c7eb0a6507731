import Bytes
import Glibc
import Testing

@testable import Binlog

/// Speed of the row loop; runs only by hand:
///
///     LEAT_BENCHMARK=1 swift test -c release -Xswiftc -enable-testing --filter RowsEventBenchmark
///
/// Workload: inserts of nine columns, 100 rows an event (BIGINT UNSIGNED, INT, VARCHAR, DECIMAL(12,2), TINYINT,
/// DATETIME(3), TIMESTAMP(6), VARCHAR(1020), TEXT of 150 bytes).
@Suite(.enabled(if: getenv("LEAT_BENCHMARK") != nil))
struct RowsEventBenchmark {
    private var nanoseconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
    }

    private func plan() throws -> RowPlan {
        var body: [UInt8] = [1, 0, 0, 0, 0, 0, 1, 0, 1, 0x61, 0, 1, 0x62, 0, 9, 8, 3, 15, 246, 1, 18, 17, 15, 252]
        body += [9, 64, 0, 12, 2, 3, 6, 0xFC, 3, 2, 0, 0, 1, 1, 0x80]
        return try EventBytes.withFrame(.tableMap, body) { try RowPlan(TableMapEvent($0, flavour: .mysql)) }
    }

    private func rows(_ count: Int) -> [UInt8] {
        var row: [UInt8] = [0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 20] + [UInt8](repeating: 0x61, count: 20)
        row += [0x80, 0, 0, 1, 2, 3, 5, 0x99, 0xB2, 0x7D, 0x48, 0xB8, 0x03, 0x0C, 0x65, 0, 0, 1, 1, 2, 3, 12, 0]
        row += [UInt8](repeating: 0x62, count: 12) + [150, 0] + [UInt8](repeating: 0x63, count: 150)
        let head: [UInt8] = [1, 0, 0, 0, 0, 0, 1, 0, 2, 0, 9, 0xFF, 1]
        return (0..<count).reduce(into: head) { body, _ in body += row }
    }

    @Test
    func nineColumnInserts() throws {
        let plan = try plan()
        let values = UnsafeMutablePointer<ColumnValue>.allocate(capacity: plan.columnCount)
        defer { values.deallocate() }
        try EventBytes.withFrame(.writeRowsV2, rows(100)) { frame in
            for _ in 0..<5 {
                let start = nanoseconds
                var count = 0
                for _ in 0..<20_000 {
                    var decoder = try RowDecoder(RowsEvent(frame), plan: plan)
                    while try decoder.next(before: values, after: values) { count += 1 }
                }
                print("insert of 9 columns: \((nanoseconds - start) / Double(count)) ns/row")
                #expect(count == 2_000_000)
            }
        }
    }
}
