import Glibc

extension ExactDecimal {
    /// The number with so many digits after the point; negative ones round before it. Nil beyond 76 digits.
    func sized(_ sizing: Node.Sizing, digits: Int) -> ExactDecimal? {
        let kept = min(digits, scale)
        guard let divisor = WideMagnitude(1).scaled(by: scale - kept) else { return nil }
        var (quotient, rest) = magnitude.divided(by: divisor)
        let isUp: Bool
        switch sizing {
        case .round: isUp = !(rest + rest < divisor)
        case .truncate: isUp = false
        case .floor: isUp = isNegative && !rest.isZero
        case .ceiling: isUp = !isNegative && !rest.isZero
        }
        if isUp { quotient = quotient + WideMagnitude(1) }
        let shown = max(0, digits)
        guard let magnitude = quotient.scaled(by: shown - kept) else { return nil }
        return ExactDecimal(magnitude: magnitude, scale: shown, isNegative: isNegative)
    }

    /// Of a number without digits after its point.
    var integer: Int128? {
        guard scale == 0, magnitude.high == 0, magnitude.low >> 126 == 0 else { return nil }
        return isNegative ? -Int128(magnitude.low) : Int128(magnitude.low)
    }

    /// The shortest digits that give the number again. Nil beyond 76 digits.
    init?(shortest number: Double) {
        let parts = number.magnitude.description.split(separator: "e")
        guard let digits = parts.first, let mantissa = ExactDecimal(digits) else { return nil }
        let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
        let scale = mantissa.scale - exponent
        guard scale <= 76, let magnitude = mantissa.magnitude.scaled(by: max(0, -scale)) else {
            if scale < 0 { return nil }
            self.init(0)
            return
        }
        self.init(magnitude: magnitude, scale: max(0, scale), isNegative: number < 0)
    }
}
