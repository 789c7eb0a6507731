extension FloatingPointText {
    /// Most bytes that one number takes without an exponent: a sign, 309 digits, a point, 16 digits.
    static var plainLengthMax: Int { 336 }

    /// A coordinate as JTS writes it: never with an exponent, at most 16 digits after the point, none that is zero.
    static func appendPlain(_ number: Double, to out: inout DigitOutput) {
        if number.sign == .minus { out.byte(0x2D) }
        var (digits, exponent) = shortest(number.magnitude)
        if exponent < -16 { (digits, exponent) = rounded(digits, dropping: -16 - exponent) }
        while exponent < 0, digits % 10 == 0 {
            guard digits != 0 else { return out.byte(0x30) }
            (digits, exponent) = (digits / 10, exponent + 1)
        }
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

    /// Half to even, to an exponent of −16.
    private static func rounded(_ digits: UInt64, dropping count: Int) -> (UInt64, Int) {
        guard count <= 18 else { return (0, -16) }
        let power = power(count)
        let (quotient, rest) = digits.quotientAndRemainder(dividingBy: power)
        let isUp = rest > power / 2 || (rest == power / 2 && quotient % 2 == 1)
        return (isUp ? quotient + 1 : quotient, -16)
    }

    /// 10^exponent, for at most 18.
    private static func power(_ exponent: Int) -> UInt64 {
        var power: UInt64 = 1
        for _ in 0..<exponent { power &*= 10 }
        return power
    }
}
