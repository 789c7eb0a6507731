import Binlog
import Bytes

/// A packed DECIMAL as a number of another kind.
enum DecimalNumber {
    /// The value times 10^scale; nil when the bytes are malformed.
    static func unscaled(_ decimal: PackedDecimal) -> TwosComplement? {
        withUnsafeTemporaryAllocation(byteCount: DecimalText.lengthMax(decimal), alignment: 1) { scratch in
            guard let start = scratch.baseAddress else { return nil }
            var out = DigitOutput(start)
            guard DecimalText.append(decimal, to: &out) else { return nil }
            var number = TwosComplement(words: [0, 0, 0, 0])
            var isNegative = false
            for byte in UnsafeRawBufferPointer(start: start, count: out.at - start) {
                switch byte {
                case 0x30...0x39: number.multiplyByTen(adding: UInt64(byte - 0x30))
                case 0x2D: isNegative = true
                default: break
                }
            }
            if isNegative { number.negate() }
            return number
        }
    }

    /// The nearest double; nil when the bytes are malformed.
    static func double(_ decimal: PackedDecimal) -> Double? {
        var text = ByteWriter(capacity: DecimalText.lengthMax(decimal))
        var out = DigitOutput(text.freeSpace(DecimalText.lengthMax(decimal)))
        guard DecimalText.append(decimal, to: &out) else { return nil }
        text.commit(upTo: out.at)
        return Double(String(decoding: text.bytes, as: UTF8.self))
    }
}

/// A 256-bit integer in two's complement: wide enough for a DECIMAL's 65 digits (216 bits).
struct TwosComplement {
    /// Most significant word first.
    private var words: InlineArray<4, UInt64>

    init(words: InlineArray<4, UInt64>) { self.words = words }

    mutating func multiplyByTen(adding digit: UInt64) {
        var carry = digit
        for index in words.indices.reversed() {
            let (high, low) = words[index].multipliedFullWidth(by: 10)
            let (sum, overflow) = low.addingReportingOverflow(carry)
            words[index] = sum
            carry = high &+ (overflow ? 1 : 0)
        }
    }

    mutating func negate() {
        var carry: UInt64 = 1
        for index in words.indices.reversed() {
            let (sum, overflow) = (~words[index]).addingReportingOverflow(carry)
            words[index] = sum
            carry = overflow ? 1 : 0
        }
    }

    /// The bytes, most significant first, without those that only repeat the sign (Java's `BigInteger.toByteArray`).
    func withShortestBytes(_ body: (UnsafeRawBufferPointer) -> Void) {
        var bytes = InlineArray<32, UInt8>(repeating: 0)
        for index in words.indices {
            for step in 0..<8 {
                bytes[index * 8 + step] = UInt8(truncatingIfNeeded: words[index] >> UInt64(56 - 8 * step))
            }
        }
        var start = 0
        while start < 31, bytes[start] == (bytes[start + 1] & 0x80 != 0 ? 0xFF : 0) { start += 1 }
        withUnsafeBytes(of: bytes) { body(UnsafeRawBufferPointer(rebasing: $0[start...])) }
    }
}
