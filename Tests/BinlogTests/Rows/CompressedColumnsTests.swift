import CZlib
import Testing

@testable import Binlog

/// COMPRESSED columns of MariaDB, made by hand; those of a real server are in `FixtureTopicsTests`.
struct CompressedColumnsTests {
    /// d.t with a TEXT COMPRESSED column (length of two bytes) and a VARCHAR(300) COMPRESSED column.
    private func plan() throws -> RowPlan {
        let body: [UInt8] = [9, 0, 0, 0, 0, 0, 1, 0, 1, 0x64, 0, 1, 0x74, 0, 2, 140, 141, 3, 2, 0x2D, 1, 3]
        return try EventBytes.withFrame(.tableMap, body) { try RowPlan(TableMapEvent($0, flavour: .mariadb)) }
    }

    private func packed(_ text: String, claimed: Int? = nil) -> [UInt8] {
        let bytes = Array(text.utf8)
        var out = [UInt8](repeating: 0, count: Int(compressBound(UInt(bytes.count))))
        var length = UInt(out.count)
        #expect(compress(&out, &length, bytes, UInt(bytes.count)) == Z_OK)
        return [0x83] + EventBytes.little(UInt32(claimed ?? bytes.count).byteSwapped).suffix(3) + out[..<Int(length)]
    }

    private func field(_ bytes: [UInt8]) -> [UInt8] { EventBytes.little(UInt16(bytes.count)) + bytes }

    /// Each row's values before and after, read when both images were.
    private func updates(_ rows: [UInt8], _ scratch: RowScratch) throws -> [[String]] {
        let plan = try plan()
        let values = UnsafeMutablePointer<ColumnValue>.allocate(capacity: 4)
        defer { values.deallocate() }
        let body: [UInt8] = [9, 0, 0, 0, 0, 0, 1, 0, 2, 3, 3] + rows
        return try EventBytes.withFrame(.updateRowsV1, body, end: 55) { frame in
            var found: [[String]] = []
            var decoder = try RowDecoder(RowsEvent(frame), plan: plan, scratch: scratch)
            while try decoder.next(before: values, after: values + 2) {
                found.append(
                    (0..<4).map {
                        guard case .bytes(let bytes) = values[$0] else { return "\(values[$0])" }
                        return String(decoding: bytes, as: UTF8.self)
                    })
            }
            return found
        }
    }

    @Test
    func bothImagesOfEachRowAreDecompressed() throws {
        let scratch = RowScratch(rowBytesMax: 1 << 20)
        var rows: [UInt8] = []
        var expected: [[String]] = []
        for size in [1, 10, 3000, 60_000, 9, 200_000, 20] {
            let texts = ["a", "b", "c", "d"].map { String(repeating: $0, count: size) }
            rows += [0] + field(packed(texts[0])) + field(packed(texts[1]))
            rows += [0] + field(packed(texts[2])) + field(packed(texts[3]))
            expected.append(texts)
        }
        for _ in 0..<3 { #expect(try updates(rows, scratch) == expected) }
    }

    @Test
    func emptyAndUncompressedValuesAndNullsAreRead() throws {
        let rows: [UInt8] = [0] + field([]) + field([0, 0x78, 0x79]) + [0b01] + field([0])
        #expect(try updates(rows, RowScratch(rowBytesMax: 0)) == [["", "xy", "null", ""]])
    }

    @Test
    func aRowOverTheLimitIsNamed() throws {
        let text = String(repeating: "x", count: 600)
        let row = [0] + field(packed(text)) + field([]) + [0] + field([]) + field(packed(text))
        #expect(try updates(row + row, RowScratch(rowBytesMax: 1200)).count == 2)
        #expect(
            throws: BinlogError.rowTooLarge(
                .init(database: "d", table: "t"), column: "#2", endPosition: 55, bytesMax: 1199)
        ) { _ = try updates(row, RowScratch(rowBytesMax: 1199)) }
    }

    @Test
    func brokenValuesAreRefusedAndNamed() throws {
        let good = packed("some text, some text, some text")
        var broken = [[0x80], [0x85, 0, 0, 0, 0, 1], [0x90], [0x73, 1], [1], [0xFF], good + [0]]
        broken += (1..<good.count).map { Array(good[..<$0]) }
        broken += [packed("abcdefgh", claimed: 7), packed("abcdefgh", claimed: 9), packed("a", claimed: 0xFF_FFFF)]
        for value in broken {
            let error = #expect(throws: BinlogError.self) {
                _ = try updates([0] + field(value) + field([]), RowScratch(rowBytesMax: 1 << 20))
            }
            guard case .malformedRow(_, column: "#1", .updateRowsV1, endPosition: 55, _) = error else {
                Issue.record("\(value): \(String(describing: error))")
                continue
            }
        }
    }
}
