import Binlog
import Bytes
import ChangeEvents
import Schema
import Testing

@testable import Views

/// What Debezium's encoder writes is read back as the same values, for every type and every mode that loses nothing.
@Suite struct RoundTripTests {
    private func column(
        _ type: ColumnType, _ metadata: UInt16 = 0, unsigned: Bool = false, collation: UInt32? = nil,
        members: [String] = []
    ) -> ColumnDefinition {
        ColumnDefinition(
            name: "c", type: type, metadata: metadata, isUnsigned: unsigned, collation: collation, members: members)
    }

    @Test(arguments: [ColumnType.tiny, .short, .int24, .long, .longlong]) func integers(type: ColumnType) throws {
        let signed = try RoundTrip(column(type))
        for value in [0, 1, -1, 42, Int64.max, .min] { try signed.check(.signed(value)) }
        let unsigned = try RoundTrip(column(type, unsigned: true))
        for value in [0, 1, 4_294_967_295] as [UInt64] { try unsigned.check(.unsigned(value)) }
    }

    @Test(arguments: DebeziumOptions.BigintUnsigned.allCases, [true, false])
    func bigintUnsigned(mode: DebeziumOptions.BigintUnsigned, schemas: Bool) throws {
        let trip = try RoundTrip(
            column(.longlong, unsigned: true),
            debezium {
                $0.bigintUnsigned = mode
                $0.schemas = schemas
            })
        for value in [0, 1, 255, 256, 1 << 63, .max, 1 << 63 - 1] as [UInt64] { try trip.check(.unsigned(value)) }
    }

    @Test func floatingPointNumbers() throws {
        let double = try RoundTrip(column(.double))
        for value in [0, -0.0, 1.5, -1e300, .leastNonzeroMagnitude, 0.1, 123_456_789.123, 1e15, 1e16] { try double.check(.double(value)) }
        let float = try RoundTrip(column(.float))
        for value in [0, 1.5, -3.4e38, .leastNonzeroMagnitude, 0.1] as [Float] { try float.check(.float(value)) }
    }

    @Test(arguments: [DebeziumOptions.Decimal.string, .precise]) func decimals(mode: DebeziumOptions.Decimal) throws {
        for (precision, scale) in [(5, 2), (10, 0), (10, 10), (18, 9), (19, 4), (38, 38), (65, 30), (1, 0), (65, 0)] {
            let trip = try RoundTrip(
                column(.newDecimal, UInt16(precision << 8 | scale)), debezium { $0.decimal = mode })
            for seed in 0..<40 {
                let bytes = Self.packed(precision, scale, seed)
                try trip.check(bytes) {
                    .decimal(PackedDecimal(bytes: $0, precision: UInt8(precision), scale: UInt8(scale)))
                }
            }
        }
    }

    /// Digits of a seed in the packed form: short ones, long ones, both signs.
    private static func packed(_ precision: Int, _ scale: Int, _ seed: Int) -> [UInt8] {
        var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1
        func digit() -> UInt8 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return seed == 0 ? 0 : seed == 1 ? 9 : UInt8(truncatingIfNeeded: (state >> 33) % 10)
        }
        var digits = (0..<precision).map { _ in digit() }
        for index in 0..<(seed % 5 * precision / 5) { digits[index] = 0 }
        let isNegative = seed % 2 == 1 && digits.contains { $0 != 0 }
        var bytes: [UInt8] = []
        func group(_ part: ArraySlice<UInt8>) {
            let value = part.reduce(UInt32(0)) { $0 * 10 + UInt32($1) }
            let width = (part.count + 1) / 2 - (part.count == 9 ? 1 : 0)
            for index in 0..<width { bytes.append(UInt8(truncatingIfNeeded: value >> UInt32(8 * (width - 1 - index)))) }
        }
        let whole = precision - scale
        var at = whole % 9
        if at > 0 { group(digits[..<at]) }
        while at < whole {
            group(digits[at..<at + 9])
            at += 9
        }
        while at < precision {
            let end = min(at + 9, precision)
            group(digits[at..<end])
            at = end
        }
        bytes[0] ^= 0x80
        return isNegative ? bytes.map { ~$0 } : bytes
    }

    @Test(arguments: DebeziumOptions.Time.allCases) func days(mode: DebeziumOptions.Time) throws {
        let trip = try RoundTrip(column(.date), debezium { $0.time = mode })
        for (year, month, day) in [(1970, 1, 1), (1969, 12, 31), (2024, 2, 29), (1000, 1, 1), (9999, 12, 31), (1900, 3, 1)] {
            try trip.check(.date(CivilDate(year: UInt16(year), month: UInt8(month), day: UInt8(day))))
        }
    }

    @Test(arguments: DebeziumOptions.Time.allCases, [UInt16(0), 3, 4, 6])
    func spansOfTime(mode: DebeziumOptions.Time, digits: UInt16) throws {
        if mode == .connect, digits > 3 {
            #expect(throws: InputFault.self) { try RoundTrip(column(.time2, digits), debezium { $0.time = mode }) }
            return
        }
        let unit: Int64 = digits == 0 ? 1_000_000 : digits == 3 ? 1000 : digits == 4 ? 100 : 1
        let trip = try RoundTrip(column(.time2, digits), debezium { $0.time = mode })
        let spans: [Int64] = [0, 1_000_000, -1_000_000, 3_020_399_000_000, -3_020_399_000_000, 123_456_789_123, -456_789]
        for microseconds in spans {
            try trip.check(.time(TimeOfDay(microseconds: microseconds / unit * unit)))
        }
    }

    @Test(arguments: DebeziumOptions.Time.allCases, [UInt16(0), 3, 6])
    func datesWithTimes(mode: DebeziumOptions.Time, digits: UInt16) throws {
        if mode == .connect, digits > 3 {
            #expect(throws: InputFault.self) { try RoundTrip(column(.dateTime2, digits), debezium { $0.time = mode }) }
            return
        }
        let trip = try RoundTrip(column(.dateTime2, digits), debezium { $0.time = mode })
        let years: [UInt16] = mode == .nanoseconds ? [1678, 1969, 1970, 2024] : [1000, 1969, 1970, 2024, 9999]
        for year in years {
            let fraction: UInt32 = digits == 0 ? 0 : digits == 3 ? 987_000 : 987_654
            try trip.check(
                .dateTime(
                    CivilDateTime(
                        date: CivilDate(year: year, month: 12, day: 31), hour: 23, minute: 59, second: 58,
                        microsecond: fraction)))
        }
    }

    @Test(arguments: [UInt16(0), 3, 6]) func timestamps(digits: UInt16) throws {
        let trip = try RoundTrip(column(.timestamp2, digits))
        let fraction: UInt32 = digits == 0 ? 0 : digits == 3 ? 120_000 : 123_456
        for seconds in [1, 86_399, 951_827_696, 2_147_483_647, 4_294_967_295] as [Int64] {
            try trip.check(.timestamp(seconds: seconds, microseconds: fraction))
        }
    }

    @Test func yearsAndBits() throws {
        let year = try RoundTrip(column(.year))
        for value in [0, 1901, 2155] as [UInt16] { try year.check(.year(value)) }
        let single = try RoundTrip(column(.bit, 1))
        for byte in [0, 1] as [UInt8] { try single.check([byte]) { .bit($0) } }
        for bits in [2, 8, 9, 24, 63, 64] {
            let trip = try RoundTrip(column(.bit, UInt16(bits)))
            for fill in [0, 1, 0x5A] as [UInt8] {
                try trip.check((0..<(bits + 7) / 8).map { UInt8($0) &* 37 ^ fill }) { .bit($0) }
            }
        }
    }

    @Test func membersOfEnumAndSet() throws {
        let members = ["NEW", "it's \"paid\"", "四川", "back\\slash", "x"]
        let one = try RoundTrip(column(.enumeration, 1, collation: 45, members: members))
        for index in 0...5 as ClosedRange<UInt16> { try one.check(.enumeration(index)) }
        let several = try RoundTrip(column(.set, 1, collation: 45, members: members))
        for bits in 0..<32 as Range<UInt64> { try several.check(.set(bits)) }
    }

    private static let texts = [
        "", "plain", "with \"quotes\" and \\ and / and\nlines\t\r\u{8}\u{C}\u{1}\u{1F}", "Île-de-France", "四川 😀",
        String(repeating: "long ", count: 2000), "\u{7F}\u{80}\u{7FF}\u{FFFF}",
    ]

    @Test(arguments: [UInt32(45), 46, 255, 33], [ColumnType.varchar, .string, .blob, .longBlob])
    func texts(collation: UInt32, type: ColumnType) throws {
        let trip = try RoundTrip(column(type, 400, collation: collation))
        for text in Self.texts where collation != 33 || !text.contains("😀") { try trip.check(Array(text.utf8)) }
    }

    /// latin1, cp1251, greek, tis620: every byte that is a character.
    @Test(arguments: [UInt32(8), 51, 25, 18]) func textsOfSingleBytes(collation: UInt32) throws {
        let trip = try RoundTrip(column(.varchar, 400, collation: collation))
        let decoder = try #require(Charset(collation: collation).flatMap { TextDecoder(charset: $0) })
        let all = (UInt8(0)...255).filter { decoder.string([$0]) != nil }
        #expect(all.count > 200)
        try trip.check(all)
    }

    @Test(arguments: DebeziumOptions.Binary.allCases) func binaryData(mode: DebeziumOptions.Binary) throws {
        let options = debezium { $0.binary = mode }
        for type in [ColumnType.varchar, .blob] {
            let trip = try RoundTrip(column(type, 400, collation: 63), options)
            for count in [0, 1, 2, 3, 4, 5, 255, 256] { try trip.check((0..<count).map { UInt8(truncatingIfNeeded: $0 * 7 + 250) }) }
        }
        // A row of the binlog leaves trailing zeros out; here they are.
        let fixed = try RoundTrip(column(.string, 8, collation: 63), options)
        let back = try [UInt8(1), 2].withUnsafeBytes { try fixed.read(fixed.record(.bytes($0), .null)) }
        #expect(back[0] == .bytes("bytes", [1, 2, 0, 0, 0, 0, 0, 0]))
    }

    @Test func whatCannotBeReadBackIsRefusedWithTheRemedy() {
        #expect(throws: InputFault.self) {
            try RoundTrip(column(.newDecimal, 10 << 8 | 2), debezium { $0.decimal = .double })
        }
        // gbk
        #expect { try RoundTrip(column(.varchar, 40, collation: 28)) } throws: {
            let fault = $0 as? InputFault
            return fault?.what.contains("gbk") ?? false && !(fault?.remedy.isEmpty ?? true)
        }
    }

    @Test func aRowImageWithoutTheColumnIsSaidToLackIt() throws {
        for column in [column(.long), column(.varchar, 40, collation: 45), column(.double), column(.year)] {
            let trip = try RoundTrip(column)
            #expect(try trip.read(trip.record(.absent, .null))[0] == OwnedValue(.absent))
        }
    }

    @Test func ofAJSONDocumentOnlyTheNullIsKnown() throws {
        let trip = try RoundTrip(column(.geometry, 4))
        let point: [UInt8] = [0, 0, 0, 0, 1, 1, 0, 0, 0] + [UInt8](repeating: 0, count: 16)
        let back = try point.withUnsafeBytes { try trip.read(trip.record(.geometry($0), .null)) }
        #expect(back == [.bytes("bytes", []), OwnedValue(.null)])
    }

    @Test func tablesOfASharedTopicAreToldApart() throws {
        let trip = try RoundTrip(column(.long), isShared: true)
        try trip.check(.signed(5))
    }
}
