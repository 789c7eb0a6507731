import Binlog
import Bytes
import Schema
import Testing

@testable import Routing

@Suite struct ServerTextTests {
    private func text(
        _ type: ColumnType, metadata: UInt16 = 0, collation: UInt32? = nil, members: [String] = [],
        meaning: ColumnMeaning = .plain, _ value: ColumnValue
    ) throws -> String {
        var column = ColumnDefinition(
            name: "c", type: type, metadata: metadata, collation: collation, members: members)
        column.meaning = meaning
        let table = TableDefinition(database: "d", table: "t", columns: [column], primaryKey: [])
        var writer = ByteWriter()
        try ServerText(column, index: 0, of: table).append(value, to: &writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private func bytes(_ bytes: [UInt8], _ body: (UnsafeRawBufferPointer) throws -> String) rethrows -> String {
        try bytes.withUnsafeBytes { try body($0) }
    }

    @Test func numbersAreTheServersDigits() throws {
        #expect(try text(.longlong, .signed(-12)) == "-12")
        #expect(try text(.longlong, .unsigned(.max)) == "18446744073709551615")
        #expect(try text(.year, .year(0)) == "0000")
        #expect(
            try bytes([0x02, 0x01]) { try text(.bit, metadata: 10, .bit($0)) } == "513")
        let decimal = try bytes([0x80, 0x00, 0x00, 0x00, 0x32]) {
            try text(.newDecimal, metadata: 10 << 8 | 2, .decimal(PackedDecimal(bytes: $0, precision: 10, scale: 2)))
        }
        #expect(decimal == "0.50")
    }

    /// As `SELECT` of a DOUBLE column gives it.
    @Test(
        arguments: [
            (0.1, "0.1"), (1.0, "1"), (-2.5, "-2.5"), (1e14, "100000000000000"), (1e15, "1e15"), (1e-5, "0.00001"),
            (1.5e-14, "0.000000000000015"), (1.5e-15, "0.0000000000000015"), (1e-16, "1e-16"),
            (1234567890123456.5, "1234567890123456.5"),
            (1_234_567_890_123_456, "1.234567890123456e15"), (-1.2345678901234568e-5, "-0.000012345678901234568"),
            (1.7976931348623157e308, "1.7976931348623157e308"),
            (123456789012345680, "1.2345678901234568e17"), (0, "0"), (1.0 / 3, "0.3333333333333333"),
        ] as [(Double, String)])
    func doublesAreTheServersText(number: Double, expected: String) throws {
        #expect(try text(.double, .double(number)) == expected)
    }

    @Test(
        arguments: [
            (Float(0.1), "0.1"), (16_777_216, "16777200"), (1.0 / 3, "0.333333"), (1e20, "1e20"), (-0.5, "-0.5"),
        ] as [(Float, String)])
    func floatsHaveSixDigits(number: Float, expected: String) throws {
        #expect(try text(.float, .float(number)) == expected)
    }

    @Test func datesAndTimesHaveTheColumnsFraction() throws {
        let day = CivilDate(year: 2024, month: 2, day: 9)
        let time = CivilDateTime(date: day, hour: 1, minute: 2, second: 3, microsecond: 45_000)
        #expect(try text(.date, .date(day)) == "2024-02-09")
        #expect(try text(.dateTime2, .dateTime(time)) == "2024-02-09 01:02:03")
        #expect(try text(.dateTime2, metadata: 3, .dateTime(time)) == "2024-02-09 01:02:03.045")
        #expect(
            try text(.timestamp2, metadata: 6, .timestamp(seconds: 1_700_000_000, microseconds: 5))
                == "2023-11-14 22:13:20.000005")
        #expect(try text(.timestamp2, .timestamp(seconds: 0, microseconds: 0)) == "0000-00-00 00:00:00")
        #expect(try text(.time2, metadata: 1, .time(TimeOfDay(microseconds: -36_672_500_000))) == "-10:11:12.5")
        #expect(try text(.time2, .time(TimeOfDay(microseconds: 3_020_399_000_000))) == "838:59:59")
    }

    @Test func textsAreUTF8AndBytesStayAsTheyAre() throws {
        #expect(try bytes([0x80, 0xE4]) { try text(.varchar, collation: 8, .bytes($0)) } == "€ä")
        #expect(try bytes([0x61]) { try text(.string, metadata: 3, collation: 63, .bytes($0)) } == "a\0\0")
        #expect(try text(.enumeration, collation: 46, members: ["a", "ü"], .enumeration(2)) == "ü")
        #expect(try text(.set, collation: 46, members: ["a", "b", "c"], .set(5)) == "a,c")
    }

    @Test(arguments: [
        ([UInt8](repeating: 0, count: 16), "::"),
        ([0x20, 0x01, 0x0D, 0xB8] + [UInt8](repeating: 0, count: 11) + [1], "2001:db8::1"),
        ([UInt8](repeating: 0, count: 10) + [0xFF, 0xFF, 192, 0, 2, 1], "::ffff:192.0.2.1"),
        ([0, 1] + [UInt8](repeating: 0, count: 4) + [0, 2, 0, 3] + [UInt8](repeating: 0, count: 6), "1:0:0:2:3::"),
        ([UInt8](repeating: 1, count: 16), "101:101:101:101:101:101:101:101"),
    ])
    func addressesAreWrittenAsMariaDBDoes(address: [UInt8], expected: String) throws {
        #expect(try bytes(address) { try text(.string, metadata: 16, meaning: .inet6, .bytes($0)) } == expected)
    }

    @Test func uuidsAreWrittenAsMariaDBDoes() throws {
        let found = try bytes(Array(0..<15)) { try text(.string, metadata: 16, meaning: .uuid, .bytes($0)) }
        #expect(found == "00010203-0405-0607-0809-0a0b0c0d0e00")
        #expect(try bytes([10, 0, 0, 1]) { try text(.string, metadata: 4, meaning: .inet4, .bytes($0)) } == "10.0.0.1")
    }

    @Test func aDocumentIsTheTextThatASelectShows() throws {
        // {"a": [1, true]}
        let document: [UInt8] = [
            0, 1, 0, 22, 0, 11, 0, 1, 0, 2, 12, 0, 0x61, 2, 0, 10, 0, 5, 1, 0, 4, 1, 0,
        ]
        #expect(try bytes(document) { try text(.json, metadata: 4, .json($0)) } == "{\"a\": [1, true]}")
        #expect(throws: (any Error).self) { try bytes([0, 1]) { try text(.json, metadata: 4, .json($0)) } }
    }

    @Test func whatDoesNotFitTheTypeIsAFault() {
        #expect(throws: (any Error).self) { try text(.enumeration, members: ["a"], .enumeration(2)) }
        #expect(throws: (any Error).self) { try text(.set, members: ["a"], .set(2)) }
        #expect(throws: (any Error).self) { try text(.long, .absent) }
        #expect(throws: (any Error).self) { try bytes([0xFF]) { try text(.varchar, collation: 46, .bytes($0)) } }
    }
}
