extension ExactDecimal {
    /// −1, 0 or 1.
    package func compared(to other: ExactDecimal) -> Int {
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
    package static func + (one: ExactDecimal, other: ExactDecimal) -> ExactDecimal? {
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

    package static func * (one: ExactDecimal, other: ExactDecimal) -> ExactDecimal? {
        guard let product = one.magnitude.multiplied(by: other.magnitude) else { return nil }
        return ExactDecimal(
            magnitude: product, scale: one.scale + other.scale, isNegative: one.isNegative != other.isNegative)
    }

    /// The quotient without its fraction, and what is left with the dividend's sign. Requires a divisor other than 0.
    package static func divide(_ one: ExactDecimal, by other: ExactDecimal) -> (
        quotient: Int128, remainder: ExactDecimal
    )? {
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
    package static func quotient(_ one: ExactDecimal, by other: ExactDecimal, scale: Int) -> ExactDecimal? {
        let shift = scale + other.scale - one.scale
        guard shift >= 0, let left = one.magnitude.scaled(by: shift) else { return nil }
        var (quotient, rest) = left.divided(by: other.magnitude)
        if !(rest + rest < other.magnitude) { quotient = quotient + WideMagnitude(1) }
        return ExactDecimal(magnitude: quotient, scale: scale, isNegative: one.isNegative != other.isNegative)
    }

    /// The quotient with as many digits as MariaDB calculates, the rest cut off: fractions count in groups of nine.
    /// Requires a divisor other than 0. Source: the manual's div_precision_increment (4), and what the server gives.
    package static func serverQuotient(_ one: ExactDecimal, by other: ExactDecimal) -> ExactDecimal? {
        let (left, right) = (groups(one.scale) * 9, groups(other.scale) * 9)
        let increment = max(0, 4 - (left - one.scale) - (right - other.scale))
        let scale = groups(left + right + increment) * 9
        let shift = scale + other.scale - one.scale
        guard shift >= 0 else { return nil }
        guard let dividend = one.magnitude.scaled(by: shift) else {
            return quotient(one, by: other, scale: min(scale, one.scale + 4))
        }
        return ExactDecimal(
            magnitude: dividend.divided(by: other.magnitude).quotient, scale: scale,
            isNegative: one.isNegative != other.isNegative)
    }

    private static func groups(_ digits: Int) -> Int { (digits + 8) / 9 }

    /// The number with so many digits after the point, rounded half away from zero. Nil when it outgrows 76 digits.
    package func rounded(to scale: Int) -> ExactDecimal? {
        if scale == self.scale { return self }
        if scale > self.scale {
            guard let magnitude = magnitude.scaled(by: scale - self.scale) else { return nil }
            return ExactDecimal(magnitude: magnitude, scale: scale, isNegative: isNegative)
        }
        guard let divisor = WideMagnitude(1).scaled(by: self.scale - scale) else { return nil }
        var (quotient, rest) = magnitude.divided(by: divisor)
        if !(rest + rest < divisor) { quotient = quotient + WideMagnitude(1) }
        return ExactDecimal(magnitude: quotient, scale: scale, isNegative: isNegative)
    }
}
