/// FLOAT and DOUBLE as JSON numbers: the fewest digits that read back as the same number.
enum FloatingPointText {
    /// Most bytes that one number takes: a sign, 17 digits, a point, `E-324`; or 14 zeros after the point.
    static var lengthMax: Int { 40 }

    /// How digits and exponent are laid out.
    enum Style {
        /// As Java does, because that is what a Debezium consumer has seen so far: `1.0`, `0.001`, `1.0E7`, `1.5E-5`.
        case java
        /// Without an exponent between 1e-7 and 1e19: `0.00001`, `12345678.5`. For numbers in JSON documents.
        case plain
        /// As MySQL prints the numbers of JSON documents: `1.0`, `10000000.0`, `0.00001`, `1e15`, `1.5e-16`.
        case server

        /// Places of the point, counted from before the first digit, at which there is no exponent.
        var plainPoints: ClosedRange<Int> {
            switch self {
            case .java: -2...7
            case .plain: -6...19
            case .server: -14...15
            }
        }
    }

    static func append(_ number: Double, style: Style = .java, to out: inout DigitOutput) {
        if number < 0 || (number == 0 && number.sign == .minus) { out.byte(0x2D) }
        let magnitude = number.magnitude
        if magnitude.bitPattern &- 1 < 20, style == .java {
            return layOutSmallest(Double(magnitude.bitPattern) * 4.940_656_458_412_465_4, exponent: -324, to: &out)
        }
        let (digits, exponent) = shortest(magnitude)
        layOut(digits: digits, exponent: exponent, style: style, to: &out)
    }

    static func append(_ number: Float, to out: inout DigitOutput) {
        if number < 0 || (number == 0 && number.sign == .minus) { out.byte(0x2D) }
        // As in `shortest`, with 6 digits, 2^24 and 10^k up to 10^10.
        let magnitude = number.magnitude
        var scale: Float = 1
        for decimals in 0..<5 {
            guard magnitude * scale < 1e6 else { break }
            let digits = UInt64(magnitude * scale + 0.5)
            if Float(digits) / scale == magnitude {
                return layOut(digits: digits, exponent: -decimals, style: .java, to: &out)
            }
            scale *= 10
        }
        if magnitude.bitPattern <= 71 {
            return layOutSmallest(Double(magnitude.bitPattern) * 1.401_298_464_324_817, exponent: -45, to: &out)
        }
        let (digits, exponent) = parse(magnitude.description)
        layOut(digits: digits, exponent: exponent, style: .java, to: &out)
    }

    /// Writes value × 10^exponent, 1 < value < 100, with two digits: Java never writes fewer, and among the smallest
    /// numbers the two that are nearest are not always the shortest text and a zero.
    private static func layOutSmallest(_ value: Double, exponent: Int, to out: inout DigitOutput) {
        let isBelowTen = value < 9.95
        layOut(
            digits: UInt64(isBelowTen ? value * 10 + 0.5 : value + 0.5), exponent: isBelowTen ? exponent - 1 : exponent,
            style: .java, to: &out)
    }

    /// The number as digits × 10^exponent, with the fewest digits that read back as the same number.
    static func shortest(_ magnitude: Double) -> (digits: UInt64, exponent: Int) {
        // Most stored doubles have few decimals. Below 2^53 the scaled value and 10^k are exact, so a quotient that
        // rounds to the number itself proves the digits; with at most 15 of them no shorter text can exist.
        var scale = 1.0
        for decimals in 0..<7 {
            guard magnitude * scale < 1e15 else { break }
            let digits = UInt64(magnitude * scale + 0.5)
            if Double(digits) / scale == magnitude { return (digits, -decimals) }
            scale *= 10
        }
        return parse(magnitude.description)
    }

    /// Takes digits and exponent out of Swift's text ("0.1", "1e-05", "1.5e+16"), which is the shortest too.
    private static func parse(_ description: String) -> (digits: UInt64, exponent: Int) {
        var digits: UInt64 = 0
        var exponent = 0
        var written = 0
        var writtenIsNegative = false
        var pointSeen = false
        var exponentSeen = false
        for byte in description.utf8 {
            switch byte {
            case 0x30...0x39 where exponentSeen: written = written * 10 + Int(byte - 0x30)
            case 0x30...0x39:
                digits = digits * 10 + UInt64(byte - 0x30)
                if pointSeen { exponent -= 1 }
            case 0x2E: pointSeen = true
            case 0x65: exponentSeen = true
            case 0x2D: writtenIsNegative = true
            default: break
            }
        }
        return (digits, exponent + (writtenIsNegative ? -written : written))
    }

    /// Writes digits × 10^exponent.
    private static func layOut(digits: UInt64, exponent: Int, style: Style, to out: inout DigitOutput) {
        guard digits != 0 else { return out.text("0.0") }
        var (digits, exponent) = (digits, exponent)
        while digits % 10 == 0 { (digits, exponent) = (digits / 10, exponent + 1) }
        let count = DigitOutput.length(digits)
        // Place of the point counted from before the first digit.
        let point = count + exponent
        if !style.plainPoints.contains(point) {
            if style == .server, count == 1 {
                out.decimal(digits)
            } else {
                self.point(after: 1, of: digits, count: count, to: &out)
            }
            out.byte(style == .server ? 0x65 : 0x45)
            out.decimal(Int64(point - 1))
        } else if point <= 0 {
            out.text("0.")
            for _ in point..<0 { out.byte(0x30) }
            out.decimal(digits)
        } else if point >= count {
            out.decimal(digits)
            for _ in count..<point { out.byte(0x30) }
            out.text(".0")
        } else {
            self.point(after: point, of: digits, count: count, to: &out)
        }
    }

    /// Writes the digits with a point after the first few of them.
    private static func point(after whole: Int, of digits: UInt64, count: Int, to out: inout DigitOutput) {
        let start = out.at
        out.decimal(digits)
        if whole == count { return out.text(".0") }
        (start + whole + 1).copyMemory(from: start + whole, byteCount: count - whole)
        (start + whole).storeBytes(of: 0x2E, as: UInt8.self)
        out.at += 1
    }
}
