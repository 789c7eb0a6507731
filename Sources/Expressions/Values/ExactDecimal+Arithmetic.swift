extension ExactDecimal {
    /// −1, 0 or 1.
    func compared(to other: ExactDecimal) -> Int {
        if isNegative != other.isNegative { return isNegative ? -1 : 1 }
        let order = Self.compareMagnitudes(self, other)
        return isNegative ? -order : order
    }

    private static func compareMagnitudes(_ one: ExactDecimal, _ other: ExactDecimal) -> Int {
        if one.scale == other.scale { return compare(one.magnitude, other.magnitude) }
        if one.scale > other.scale { return -compareMagnitudes(other, one) }
        // A number that outgrows 256 bits by its zeros is larger than one that fits.
        guard let scaled = one.magnitude.scaled(by: other.scale - one.scale) else { return 1 }
        return compare(scaled, other.magnitude)
    }

    @inline(__always)
    private static func compare(_ one: WideMagnitude, _ other: WideMagnitude) -> Int {
        one == other ? 0 : one < other ? -1 : 1
    }

    /// Nil when the result outgrows 76 digits; the compiler refuses types that can.
    static func + (one: ExactDecimal, other: ExactDecimal) -> ExactDecimal? {
        let scale = max(one.scale, other.scale)
        guard let left = one.magnitude.scaled(by: scale - one.scale),
            let right = other.magnitude.scaled(by: scale - other.scale)
        else { return nil }
        if one.isNegative == other.isNegative {
            return ExactDecimal(magnitude: left + right, scale: scale, isNegative: one.isNegative)
        }
        return left < right
            ? ExactDecimal(magnitude: right - left, scale: scale, isNegative: other.isNegative)
            : ExactDecimal(magnitude: left - right, scale: scale, isNegative: one.isNegative)
    }

    static func * (one: ExactDecimal, other: ExactDecimal) -> ExactDecimal? {
        guard let product = one.magnitude.multiplied(by: other.magnitude) else { return nil }
        return ExactDecimal(
            magnitude: product, scale: one.scale + other.scale, isNegative: one.isNegative != other.isNegative)
    }

    /// The quotient without its fraction, and what is left with the dividend's sign. Requires a divisor other than 0.
    static func divide(_ one: ExactDecimal, by other: ExactDecimal) -> (quotient: Int128, remainder: ExactDecimal)? {
        let scale = max(one.scale, other.scale)
        guard let left = one.magnitude.scaled(by: scale - one.scale),
            let right = other.magnitude.scaled(by: scale - other.scale)
        else { return nil }
        let (quotient, rest) = left.divided(by: right)
        guard quotient.high == 0, quotient.low >> 126 == 0 else { return nil }
        let isNegative = one.isNegative != other.isNegative
        return (
            isNegative ? -Int128(quotient.low) : Int128(quotient.low),
            ExactDecimal(magnitude: rest, scale: scale, isNegative: one.isNegative)
        )
    }

    /// The quotient with `scale` digits after the point, rounded half away from zero. Requires a divisor other than 0.
    static func quotient(_ one: ExactDecimal, by other: ExactDecimal, scale: Int) -> ExactDecimal? {
        let shift = scale + other.scale - one.scale
        guard shift >= 0, let left = one.magnitude.scaled(by: shift) else { return nil }
        var (quotient, rest) = left.divided(by: other.magnitude)
        if !(rest + rest < other.magnitude) { quotient = quotient + WideMagnitude(1) }
        return ExactDecimal(magnitude: quotient, scale: scale, isNegative: one.isNegative != other.isNegative)
    }
}
