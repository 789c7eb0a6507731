import Bytes
import Testing

@testable import Binlog

struct PackedDecimalTests {
    private func text(_ bytes: [UInt8], _ precision: UInt8, _ scale: UInt8) throws -> String {
        var writer = ByteWriter()
        try bytes.withUnsafeBytes {
            try PackedDecimal(bytes: $0, precision: precision, scale: scale).append(to: &writer)
        }
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// Packs digits by the rules of the format, apart from the code under test.
    private func pack(_ digits: String, scale: Int, negative: Bool) -> [UInt8] {
        let all = Array(digits.utf8).map { UInt32($0 - 0x30) }
        let whole = all.count - scale
        var groups: [(digits: Int, value: UInt32)] = []
        func add(_ part: ArraySlice<UInt32>) { groups.append((part.count, part.reduce(0) { $0 * 10 + $1 })) }
        if whole % 9 > 0 { add(all[0..<(whole % 9)]) }
        for at in stride(from: whole % 9, to: whole, by: 9) { add(all[at..<(at + 9)]) }
        for at in stride(from: whole, to: all.count, by: 9) { add(all[at..<min(at + 9, all.count)]) }
        var bytes: [UInt8] = []
        for group in groups {
            let width = [0, 1, 1, 2, 2, 3, 3, 4, 4, 4][group.digits]
            for index in (0..<width).reversed() { bytes.append(UInt8(truncatingIfNeeded: group.value >> (8 * index))) }
        }
        bytes[0] ^= 0x80
        return negative ? bytes.map { ~$0 } : bytes
    }

    /// The manual's own example: 1234567890.1234 in DECIMAL(14,4).
    @Test
    func theExampleOfTheManualIsRead() throws {
        #expect(try text([0x81, 0x0D, 0xFB, 0x38, 0xD2, 0x04, 0xD2], 14, 4) == "1234567890.1234")
        #expect(try text([0x7E, 0xF2, 0x04, 0xC7, 0x2D, 0xFB, 0x2D], 14, 4) == "-1234567890.1234")
    }

    @Test
    func everyPrecisionAndScaleIsWrittenInFull() throws {
        var random = SplitMix64(state: 3)
        for precision in 1...65 {
            for scale in 0...min(precision, 38) {
                let zeros = Int(random.next() % UInt64(precision + 1))
                var digits = String(repeating: "0", count: zeros)
                while digits.count < precision { digits += "\(random.next() % 10)" }
                let negative = random.next() % 2 == 0
                var whole = String(digits.dropLast(scale).drop { $0 == "0" })
                if whole.isEmpty { whole = "0" }
                let isZero = digits.allSatisfy { $0 == "0" }
                let expected =
                    (negative && !isZero ? "-" : "") + whole + (scale > 0 ? "." + digits.suffix(scale) : "")
                let packed = pack(digits, scale: scale, negative: negative)
                #expect(packed.count == PackedDecimal.byteCount(precision: UInt8(precision), scale: UInt8(scale)))
                #expect(try text(packed, UInt8(precision), UInt8(scale)) == expected)
            }
        }
    }

    @Test
    func bytesThatAreNoDigitsThrow() {
        #expect(throws: BytesError.self) { try text([0xFF], 1, 0) }
        #expect(throws: BytesError.self) { try text([0x80, 0xFF, 0xFF, 0xFF, 0xFF], 10, 0) }
        #expect(throws: BytesError.self) { try text([0x80], 14, 4) }
        #expect(throws: BytesError.self) { try text([], 0, 0) }
        #expect(throws: BytesError.self) { try text([0x80], 1, 2) }
    }
}
