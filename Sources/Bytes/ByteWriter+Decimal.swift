extension ByteWriter {
    /// A number as decimal text.
    @inlinable
    public mutating func appendDecimal(_ value: Int64) {
        if value < 0 { append(0x2D) }
        appendDecimal(value.magnitude)
    }

    /// A number as decimal text, from the lowest digit up into the buffer's free end: no String, no division by a
    /// runtime value.
    @inlinable
    public mutating func appendDecimal(_ value: UInt64) {
        let digits = Self.digitCount(value)
        reserve(digits)
        var position = base + count + digits
        var rest = value
        repeat {
            let (quotient, digit) = (rest / 10, rest % 10)
            position -= 1
            position.storeBytes(of: 0x30 &+ UInt8(truncatingIfNeeded: digit), as: UInt8.self)
            rest = quotient
        } while rest != 0
        used &+= digits
    }

    /// A number as decimal text, padded with zeros on the left to `width` digits (dates, fractions).
    @inlinable
    public mutating func appendDecimal(_ value: UInt64, width: Int) {
        let digits = Self.digitCount(value)
        if digits < width { append(repeating: 0x30, count: width - digits) }
        appendDecimal(value)
    }

    @usableFromInline
    static func digitCount(_ value: UInt64) -> Int {
        var digits = 1
        var bound: UInt64 = 10
        while value >= bound {
            digits &+= 1
            let (next, overflow) = bound.multipliedReportingOverflow(by: 10)
            if overflow { break }
            bound = next
        }
        return digits
    }
}
