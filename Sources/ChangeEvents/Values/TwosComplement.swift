import Bytes

/// A 256-bit integer in two's complement: wide enough for a DECIMAL's 65 digits (216 bits).
struct TwosComplement {
    /// Most significant word first.
    private var words: InlineArray<4, UInt64>

    init(words: InlineArray<4, UInt64>) { self.words = words }

    /// The number that the digits of a decimal text make without its point: -123 for "-1.23".
    init(unscaledDigitsOf text: UnsafeRawBufferPointer) {
        words = [0, 0, 0, 0]
        for byte in text where byte >= 0x30 && byte <= 0x39 { multiplyByTen(adding: UInt64(byte &- 0x30)) }
        if text.first == 0x2D { negate() }
    }

    private mutating func multiplyByTen(adding digit: UInt64) {
        var carry = digit
        for index in words.indices.reversed() {
            let (high, low) = words[index].multipliedFullWidth(by: 10)
            let (sum, overflow) = low.addingReportingOverflow(carry)
            words[index] = sum
            carry = high &+ (overflow ? 1 : 0)
        }
    }

    private mutating func negate() {
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

    /// The shortest bytes in Base64, as a JSON string.
    func appendBase64(to writer: inout ByteWriter) {
        writer.append(0x22)
        withShortestBytes { Base64.append($0, to: &writer) }
        writer.append(0x22)
    }
}
