import Bytes

/// The packed form: the digits before the point, right-aligned in groups of nine (the first one shorter), then those
/// after the point, left-aligned (the last one shorter). Nine digits take 4 bytes, big-endian; 1 to 8 digits take 1, 1,
/// 2, 2, 3, 3, 4, 4 bytes. The topmost bit is inverted; a negative number has all bits inverted.
/// Source: MySQL strings/decimal.cc `decimal2bin`.
extension PackedDecimal {
    /// Bytes of a DECIMAL(precision, scale).
    static func byteCount(precision: UInt8, scale: UInt8) -> Int {
        let whole = Int(precision) - Int(scale)
        let fraction = Int(scale)
        return whole / 9 * 4 + (whole % 9 + 1) / 2 + fraction / 9 * 4 + (fraction % 9 + 1) / 2
    }

    /// Writes the exact value with all digits after the point, as the server prints it: "-0.50", "123.45", "7".
    ///
    /// Throws when the bytes are no DECIMAL; then nothing, or a part of the number, was written.
    public func append(to writer: inout ByteWriter) throws(BytesError) {
        guard precision <= 65, scale <= precision, bytes.count > 0,
            bytes.count == Self.byteCount(precision: precision, scale: scale)
        else { throw .malformed("no DECIMAL of this precision", at: 0) }
        // A sign, 65 digits, a leading zero and the point.
        try writer.appendDirect(capacity: 72) { (text) throws(BytesError) -> Int in try write(into: text) }
    }

    private func write(into text: UnsafeMutableRawBufferPointer) throws(BytesError) -> Int {
        var digits = DigitWriter(text: text)
        let isNegative = bytes[0] & 0x80 == 0
        let mask: UInt8 = isNegative ? 0xFF : 0
        if isNegative { digits.put(0x2D) }
        let wholeStart = digits.count
        var at = 0
        var isZero = true

        let whole = Int(precision) - Int(scale)
        if whole % 9 > 0 {
            let value = try group(&at, digits: whole % 9, mask)
            isZero = value == 0
            if !isZero { digits.put(value, width: Self.digitCount(value)) }
        }
        for _ in 0..<(whole / 9) {
            let value = try group(&at, digits: 9, mask)
            if digits.count > wholeStart {
                digits.put(value, width: 9)
            } else if value != 0 {
                isZero = false
                digits.put(value, width: Self.digitCount(value))
            }
        }
        if digits.count == wholeStart { digits.put(0x30) }

        if scale > 0 { digits.put(0x2E) }
        for _ in 0..<(Int(scale) / 9) {
            let value = try group(&at, digits: 9, mask)
            if value != 0 { isZero = false }
            digits.put(value, width: 9)
        }
        if scale % 9 > 0 {
            let value = try group(&at, digits: Int(scale) % 9, mask)
            if value != 0 { isZero = false }
            digits.put(value, width: Int(scale) % 9)
        }
        // The server knows no negative zero.
        if isNegative && isZero { digits.dropFirst() }
        return digits.count
    }

    /// The next group of 1 to 9 digits.
    @inline(__always)
    private func group(_ at: inout Int, digits: Int, _ mask: UInt8) throws(BytesError) -> UInt32 {
        let width = (digits + 1) / 2 - (digits == 9 ? 1 : 0)
        var value: UInt32 = 0
        for index in at..<(at + width) {
            value = value << 8 | UInt32(bytes[index] ^ mask ^ (index == 0 ? 0x80 : 0))
        }
        guard value < Self.powersOfTen(digits) else { throw .malformed("no digits of a DECIMAL", at: at) }
        at += width
        return value
    }

    @inline(__always)
    private static func powersOfTen(_ exponent: Int) -> UInt32 {
        var power: UInt32 = 1
        for _ in 0..<exponent { power &*= 10 }
        return power
    }

    @inline(__always)
    private static func digitCount(_ value: UInt32) -> Int {
        var count = 1
        var rest = value / 10
        while rest > 0 {
            count += 1
            rest /= 10
        }
        return count
    }
}

/// Digits written front to back into a space that is known to be large enough.
private struct DigitWriter {
    let text: UnsafeMutableRawBufferPointer
    var count = 0

    init(text: UnsafeMutableRawBufferPointer) { self.text = text }

    @inline(__always)
    mutating func put(_ byte: UInt8) {
        text[count] = byte
        count += 1
    }

    @inline(__always)
    mutating func put(_ value: UInt32, width: Int) {
        var rest = value
        var at = count + width
        while at > count {
            at -= 1
            text[at] = 0x30 + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
        count += width
    }

    mutating func dropFirst() {
        for index in 1..<count { text[index - 1] = text[index] }
        count -= 1
    }
}
