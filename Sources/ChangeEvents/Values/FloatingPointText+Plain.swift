extension FloatingPointText {
    /// Most bytes that one number takes without an exponent: a sign, 309 digits, a point, 16 digits.
    static var plainLengthMax: Int { 336 }

    /// A coordinate as JTS writes it: never with an exponent, at most 16 digits after the point, none that is zero.
    static func appendPlain(_ number: Double, to out: inout DigitOutput) {
        if number.sign == .minus { out.byte(0x2D) }
        var (digits, exponent) = stripped(shortest(number.magnitude))
        if exponent < -16 { (digits, exponent) = stripped((rounded(digits, exponent, of: number.magnitude), -16)) }
        guard exponent < 0 else {
            out.decimal(digits)
            if digits != 0 { for _ in 0..<exponent { out.byte(0x30) } }
            return
        }
        let power = Self.power(-exponent)
        out.decimal(digits / power)
        out.byte(0x2E)
        let fraction = digits % power
        for _ in DigitOutput.length(fraction)..<(-exponent) { out.byte(0x30) }
        out.decimal(fraction)
    }

    /// Without zeros at the end; nothing is 0 × 10⁰.
    private static func stripped(_ number: (digits: UInt64, exponent: Int)) -> (digits: UInt64, exponent: Int) {
        var (digits, exponent) = number
        guard digits != 0 else { return (0, 0) }
        while digits % 10 == 0 { (digits, exponent) = (digits / 10, exponent + 1) }
        return (digits, exponent)
    }

    /// To 16 digits after the point. Half a digit goes where the number itself lies, which its shortest text does not
    /// say, and to even where it is exactly the half.
    private static func rounded(_ digits: UInt64, _ exponent: Int, of magnitude: Double) -> UInt64 {
        guard exponent >= -34 else { return 0 }
        let power = power(-16 - exponent)
        let (quotient, rest) = digits.quotientAndRemainder(dividingBy: power)
        guard exponent == -17, rest == 5 else { return rest > power / 2 ? quotient + 1 : quotient }
        // magnitude × 10¹⁷ against the digits, both times the power of two that makes them whole: below 2¹¹⁴.
        let number = UInt128(magnitude.significandBitPattern | 1 << 52) * 100_000_000_000_000_000
        let half = UInt128(digits) << UInt128(52 - Int(magnitude.exponent))
        return number > half || (number == half && quotient % 2 == 1) ? quotient + 1 : quotient
    }

    /// 10^exponent, for at most 18.
    private static func power(_ exponent: Int) -> UInt64 {
        var power: UInt64 = 1
        for _ in 0..<exponent { power &*= 10 }
        return power
    }
}
