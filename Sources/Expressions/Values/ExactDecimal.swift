import Binlog
import Glibc

/// A decimal number without rounding: ± magnitude × 10^−scale. At most 76 digits.
public struct ExactDecimal {
    package var magnitude: WideMagnitude
    package var scale: Int
    package var isNegative: Bool

    @inline(__always)
    package init(magnitude: WideMagnitude, scale: Int, isNegative: Bool) {
        self.magnitude = magnitude
        self.scale = scale
        self.isNegative = isNegative && !magnitude.isZero
    }

    @inline(__always)
    package init(_ integer: Int128) {
        self.init(magnitude: WideMagnitude(integer.magnitude), scale: 0, isNegative: integer < 0)
    }

    /// Reads digits with or without a point; nil for more than 76 digits and for other characters.
    package init?(_ text: some StringProtocol) {
        var magnitude = WideMagnitude(0)
        var scale: Int?
        for byte in text.utf8 {
            if byte == 0x2E, scale == nil {
                scale = 0
                continue
            }
            guard Lexer.isDigit(byte), let tenfold = magnitude.multiplied(by: 10), tenfold.high >> 120 == 0 else {
                return nil
            }
            magnitude = tenfold + WideMagnitude(UInt128(byte - 0x30))
            if let digits = scale { scale = digits + 1 }
        }
        self.init(magnitude: magnitude, scale: scale ?? 0, isNegative: false)
    }

    /// Reads a DECIMAL of a row; nil when its bytes are none. Layout: `PackedDecimal`.
    package init?(_ packed: PackedDecimal) {
        let whole = Int(packed.precision) - Int(packed.scale)
        let scale = Int(packed.scale)
        guard whole >= 0, packed.precision <= 65, let first = packed.bytes.first else { return nil }
        let isNegative = first & 0x80 == 0
        var reader = GroupReader(bytes: packed.bytes, mask: isNegative ? 0xFF : 0)
        if packed.precision <= 37 {
            var value: UInt128 = 0
            guard reader.read(whole: whole, scale: scale, { value = value &* UInt128($1) &+ UInt128($0) }) else {
                return nil
            }
            self.init(magnitude: WideMagnitude(value), scale: scale, isNegative: isNegative)
            return
        }
        var value = WideMagnitude(0)
        let isComplete = reader.read(whole: whole, scale: scale) { group, power in
            value = (value.multiplied(by: power) ?? value) + WideMagnitude(UInt128(group))
        }
        guard isComplete else { return nil }
        self.init(magnitude: value, scale: scale, isNegative: isNegative)
    }

    package var negated: ExactDecimal { ExactDecimal(magnitude: magnitude, scale: scale, isNegative: !isNegative) }

    @inline(__always)
    package var isZero: Bool { magnitude.isZero }

    /// As the server converts it: the digits are read as a text.
    package var double: Double {
        let sign: Double = isNegative ? -1 : 1
        // Both are exact, and so the quotient is the nearest.
        if magnitude.high == 0, magnitude.low < 1 << 53, scale <= 22 {
            return sign * Double(UInt64(magnitude.low)) / Self.exactPowers[scale]
        }
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 96) { text in
            var length = write(into: UnsafeMutableRawBufferPointer(text))
            length = min(length, 95)
            text[length] = 0
            guard let start = text.baseAddress else { return 0 }
            return strtod(start, nil)
        }
    }

    /// 10^0 to 10^22: those that a double holds exactly.
    private static let exactPowers: [Double] = (0..<22).reduce(into: [1]) { powers, _ in
        powers.append((powers.last ?? 1) * 10)
    }

    /// Writes all digits, "-0.50"; at most 80 bytes.
    package func write(into out: UnsafeMutableRawBufferPointer) -> Int {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 100) { digits in
            var count = 0
            var rest = magnitude
            repeat {
                var (quotient, group) = rest.divided(by: 10_000_000_000_000_000_000)
                var width = 0
                while quotient.isZero ? group > 0 : width < 19 {
                    digits[count] = 0x30 + UInt8(group % 10)
                    group /= 10
                    count += 1
                    width += 1
                }
                swap(&rest, &quotient)
            } while !rest.isZero
            while count <= scale {
                digits[count] = 0x30
                count += 1
            }
            var at = 0
            if isNegative {
                out[at] = 0x2D
                at += 1
            }
            for index in stride(from: count - 1, through: 0, by: -1) {
                out[at] = digits[index]
                at += 1
                if index == scale, scale > 0 {
                    out[at] = 0x2E
                    at += 1
                }
            }
            return at
        }
    }
}

/// Reads the groups of a packed DECIMAL.
private struct GroupReader {
    package let bytes: UnsafeRawBufferPointer
    package let mask: UInt8
    package var at = 0

    package init(bytes: UnsafeRawBufferPointer, mask: UInt8) {
        self.bytes = bytes
        self.mask = mask
    }

    /// Gives every group with 10^digits to `body`; false when bytes are missing or hold no digits.
    @inline(__always)
    package mutating func read(whole: Int, scale: Int, _ body: (UInt64, UInt64) -> Void) -> Bool {
        guard group(whole % 9, body) else { return false }
        for _ in 0..<(whole / 9 + scale / 9) { guard group(9, body) else { return false } }
        return group(scale % 9, body) && at == bytes.count
    }

    @inline(__always)
    private mutating func group(_ digits: Int, _ body: (UInt64, UInt64) -> Void) -> Bool {
        guard digits > 0 else { return true }
        let width = (digits + 1) / 2 - (digits == 9 ? 1 : 0)
        guard at + width <= bytes.count else { return false }
        var value: UInt64 = 0
        for index in at..<(at + width) { value = value << 8 | UInt64(bytes[index] ^ mask ^ (index == 0 ? 0x80 : 0)) }
        at += width
        let power = Self.powers[digits]
        guard value < power else { return false }
        body(value, power)
        return true
    }

    private static let powers = WideMagnitude.powersOfTen
}
