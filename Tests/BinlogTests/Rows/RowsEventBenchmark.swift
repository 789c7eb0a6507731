import Bytes
import CZlib
import CZstd
import Glibc
import Testing

@testable import Binlog

/// Speed of the row loop; runs only by hand:
///
///     LEAT_BENCHMARK=1 swift test -c release -Xswiftc -enable-testing --filter RowsEventBenchmark
///
/// Workload: inserts of nine columns, 100 rows an event (BIGINT UNSIGNED, INT, VARCHAR, DECIMAL(12,2), TINYINT,
/// DATETIME(3), TIMESTAMP(6), VARCHAR(1020), TEXT of 150 bytes).
@Suite(.serialized, .enabled(if: getenv("LEAT_BENCHMARK") != nil))
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

    /// Two COMPRESSED columns of 150 and 2,000 bytes and a BIGINT: what decompression costs.
    @Test
    func compressedColumns() throws {
        func packed(_ count: Int) -> [UInt8] {
            let bytes = (0..<count).map { UInt8(0x61 + $0 * $0 % 23) }
            var out = [UInt8](repeating: 0, count: 2 * count + 64)
            var length = UInt(out.count)
            compress(&out, &length, bytes, UInt(count))
            let field = [0x82] + EventBytes.little(UInt16(count).byteSwapped) + out[..<Int(length)]
            return EventBytes.little(UInt16(field.count)) + field
        }
        let map: [UInt8] = [1, 0, 0, 0, 0, 0, 1, 0, 1, 0x61, 0, 1, 0x62, 0, 3, 8, 140, 140, 2, 2, 2, 7]
        let plan = try EventBytes.withFrame(.tableMap, map) { try RowPlan(TableMapEvent($0, flavour: .mariadb)) }
        let row: [UInt8] = [0, 1, 2, 3, 4, 5, 6, 7, 8] + packed(150) + packed(2000)
        var body: [UInt8] = [1, 0, 0, 0, 0, 0, 1, 0, 3, 7]
        for _ in 0..<100 { body += row }
        let values = UnsafeMutablePointer<ColumnValue>.allocate(capacity: 3)
        defer { values.deallocate() }
        let scratch = RowScratch(rowBytesMax: 1 << 20)
        try EventBytes.withFrame(.writeRowsV1, body) { frame in
            for _ in 0..<3 {
                let start = nanoseconds
                for _ in 0..<500 {
                    var decoder = try RowDecoder(RowsEvent(frame), plan: plan, scratch: scratch)
                    while try decoder.next(before: values, after: values) {}
                }
                print("insert with 2 COMPRESSED columns: \((nanoseconds - start) / 50_000) ns/row")
            }
        }
    }

    /// 300,000 single-row transactions in payloads of 1,000 rows each: what zstd and the cutting of events cost.
    @Test
    func compressedTransactions() throws {
        let event = EventBytes.event(.writeRowsV2, rows(1), checksum: false)
        let plain = (0..<1000).reduce(into: [UInt8]()) { all, _ in all += event }
        var packed = [UInt8](repeating: 0, count: ZSTD_compressBound(plain.count))
        packed.removeLast(packed.count - ZSTD_compress(&packed, packed.count, plain, plain.count, 3))
        let fields: [UInt8] = [2, 1, 0, 1, 9, 0xFE] + EventBytes.little(UInt64(packed.count)) + [0]
        var reader = PayloadReader(eventBytesMax: 1 << 20)
        try EventBytes.withFrame(.transactionPayload, fields + packed) { frame in
            for _ in 0..<3 {
                let start = nanoseconds
                var count = 0
                for _ in 0..<300 {
                    try reader.begin(frame)
                    while let inner = try reader.next() { count += inner.body.count > 0 ? 1 : 0 }
                }
                #expect(count == 300_000)
                print("events of \(event.count) bytes in payloads: \((nanoseconds - start) / Double(count)) ns/event")
            }
        }
    }

    /// One value of a document of 20 members changed: what applying a partial update costs.
    @Test
    func partialUpdates() throws {
        let map: [UInt8] = [1, 0, 0, 0, 0, 0, 1, 0, 1, 0x61, 0, 1, 0x62, 0, 2, 8, 245, 1, 4, 3]
        let plan = try EventBytes.withFrame(.tableMap, map) { try RowPlan(TableMapEvent($0, flavour: .mysql)) }
        // Type, count, size; then the entries, names and strings.
        var document: [UInt8] = [0, 20, 0, 0x24, 0x03]
        for index in 0..<UInt16(20) { document += EventBytes.little(144 + 2 * index) + [2, 0] }
        for index in 0..<UInt16(20) { document += [12] + EventBytes.little(184 + 31 * index) }
        for index in 0..<20 { document += [0x6B, UInt8(0x61 + index)] }
        for _ in 0..<20 { document += [30] + [UInt8](repeating: 0x76, count: 30) }
        let change: [UInt8] = [0, 4] + Array("$.kc".utf8) + [3, 5, 9, 0]
        var row: [UInt8] = [0, 1, 2, 3, 4, 5, 6, 7, 8]
        row += EventBytes.little(UInt32(document.count)) + document
        row += [1, 1, 0, 1, 2, 3, 4, 5, 6, 7, 8]
        row += EventBytes.little(UInt32(change.count)) + change
        var body: [UInt8] = [1, 0, 0, 0, 0, 0, 1, 0, 2, 0, 2, 3, 3]
        for _ in 0..<100 { body += row }
        let values = UnsafeMutablePointer<ColumnValue>.allocate(capacity: 4)
        defer { values.deallocate() }
        let scratch = RowScratch(rowBytesMax: 1 << 20)
        try EventBytes.withFrame(.partialUpdateRows, body) { frame in
            for _ in 0..<3 {
                let start = nanoseconds
                for _ in 0..<500 {
                    var decoder = try RowDecoder(RowsEvent(frame), plan: plan, scratch: scratch)
                    while try decoder.next(before: values, after: values + 2) {}
                }
                print("partial update of a document of 20 members: \((nanoseconds - start) / 50_000) ns/row")
            }
        }
    }
}
