import Bytes
import Glibc

/// FLOAT and DOUBLE as the servers print them: the fewest digits that read back as the same DOUBLE, at most 6 digits of
/// a FLOAT; with an exponent (`1e20`, `1.5e-16`) below 10^−15 and for whole numbers from 10^15.
/// Source: what MySQL 9.7 and MariaDB 10.11 print.
enum FloatText {
    static func append(_ number: Double, to writer: inout ByteWriter) {
        guard number != 0 else { return writer.append(number.sign == .minus ? "-0" : "0") }
        var digits = Digits()
        digits.read(description: number.magnitude.description)
        append(digits, isNegative: number < 0, to: &writer)
    }

    static func append(_ number: Float, to writer: inout ByteWriter) {
        guard number != 0 else { return writer.append(number.sign == .minus ? "-0" : "0") }
        var shortest = Digits()
        shortest.read(description: number.magnitude.description)
        if shortest.count > 6 {
            shortest = Digits()
            withUnsafeTemporaryAllocation(of: CChar.self, capacity: 32) { text in
                guard let start = text.baseAddress else { return }
                withVaList([Double(number.magnitude)]) { _ = vsnprintf(start, 32, "%.5e", $0) }
                shortest.read(description: String(cString: start))
            }
        }
        append(shortest, isNegative: number < 0, to: &writer)
    }

    /// Decimal digits without zeros at either end, and where the point stands, counted from before the first.
    private struct Digits {
        var value: UInt64 = 0
        var count = 0
        var point = 0

        /// Takes them out of a text like "0.1", "1e-05", "1.5e+16".
        mutating func read(description: String) {
            var (exponent, isNegative, inExponent, pointSeen, fraction) = (0, false, false, false, 0)
            for byte in description.utf8 {
                switch byte {
                case 0x30...0x39 where inExponent: exponent = exponent * 10 + Int(byte - 0x30)
                case 0x30...0x39:
                    value = value * 10 + UInt64(byte - 0x30)
                    if pointSeen { fraction += 1 }
                case 0x2E: pointSeen = true
                case 0x65, 0x45: inExponent = true
                case 0x2D: isNegative = true
                default: break
                }
            }
            var scale = (isNegative ? -exponent : exponent) - fraction
            while value != 0, value % 10 == 0 { (value, scale) = (value / 10, scale + 1) }
            var rest = value
            while rest > 0 { (rest, count) = (rest / 10, count + 1) }
            point = count + scale
        }
    }

    private static func append(_ digits: Digits, isNegative: Bool, to writer: inout ByteWriter) {
        if isNegative { writer.append(0x2D) }
        let (count, point) = (digits.count, digits.point)
        if (point > 15 && point >= count) || point < -14 {
            append(digits.value, count: count, point: 1, to: &writer)
            writer.append(0x65)
            return writer.appendDecimal(Int64(point - 1))
        }
        if point <= 0 {
            writer.append("0.")
            writer.append(repeating: 0x30, count: -point)
            return writer.appendDecimal(digits.value)
        }
        if point >= count {
            writer.appendDecimal(digits.value)
            return writer.append(repeating: 0x30, count: point - count)
        }
        append(digits.value, count: count, point: point, to: &writer)
    }

    /// Writes the digits with a point after the first few of them.
    private static func append(_ value: UInt64, count: Int, point: Int, to writer: inout ByteWriter) {
        guard point < count else { return writer.appendDecimal(value) }
        var power: UInt64 = 1
        for _ in point..<count { power *= 10 }
        writer.appendDecimal(value / power)
        writer.append(0x2E)
        writer.appendDecimal(value % power, width: count - point)
    }
}
