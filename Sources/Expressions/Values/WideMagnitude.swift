/// An unsigned number of 256 bits: room for any 76 digits, and so for the 65 of a DECIMAL.
package struct WideMagnitude: Equatable {
    package var low: UInt128
    package var high: UInt128

    @inline(__always)
    package init(_ low: UInt128, high: UInt128 = 0) {
        self.low = low
        self.high = high
    }

    @inline(__always)
    package var isZero: Bool { low == 0 && high == 0 }

    @inline(__always)
    package static func < (one: WideMagnitude, other: WideMagnitude) -> Bool {
        one.high == other.high ? one.low < other.low : one.high < other.high
    }

    /// The low 256 bits of the sum: sums of two numbers of 76 digits fit.
    @inline(__always)
    package static func + (one: WideMagnitude, other: WideMagnitude) -> WideMagnitude {
        let (low, carry) = one.low.addingReportingOverflow(other.low)
        return WideMagnitude(low, high: one.high &+ other.high &+ (carry ? 1 : 0))
    }

    /// Requires `other` to be at most `one`.
    @inline(__always)
    package static func - (one: WideMagnitude, other: WideMagnitude) -> WideMagnitude {
        let (low, borrow) = one.low.subtractingReportingOverflow(other.low)
        return WideMagnitude(low, high: one.high &- other.high &- (borrow ? 1 : 0))
    }

    /// The product; nil when it takes more than 256 bits.
    package func multiplied(by factor: UInt64) -> WideMagnitude? {
        let wide = UInt128(factor)
        let lowProduct = low.multipliedFullWidth(by: wide)
        let (highProduct, overflow) = high.multipliedReportingOverflow(by: wide)
        let (sum, carry) = highProduct.addingReportingOverflow(lowProduct.high)
        return overflow || carry ? nil : WideMagnitude(lowProduct.low, high: sum)
    }

    package func multiplied(by factor: WideMagnitude) -> WideMagnitude? {
        guard high == 0 || factor.high == 0 else { return nil }
        let product = low.multipliedFullWidth(by: factor.low)
        let (one, overflow) = low.multipliedReportingOverflow(by: factor.high)
        let (other, otherOverflow) = high.multipliedReportingOverflow(by: factor.low)
        let (cross, carry) = one.addingReportingOverflow(other)
        let (sum, lastCarry) = product.high.addingReportingOverflow(cross)
        guard !overflow, !otherOverflow, !carry, !lastCarry else { return nil }
        return WideMagnitude(product.low, high: sum)
    }

    /// The number with `digits` zeros behind it; nil when it takes more than 256 bits.
    package func scaled(by digits: Int) -> WideMagnitude? {
        var result = self
        var left = digits
        while left > 0 {
            let step = min(left, 19)
            guard let next = result.multiplied(by: Self.powersOfTen[step]) else { return nil }
            result = next
            left -= step
        }
        return result
    }

    package func divided(by divisor: UInt64) -> (quotient: WideMagnitude, remainder: UInt64) {
        let divisor = UInt128(divisor)
        var rest: UInt128 = 0
        var words: (UInt128, UInt128) = (0, 0)
        for (index, word) in [high >> 64, high & Self.mask, low >> 64, low & Self.mask].enumerated() {
            let (quotient, remainder) = (rest << 64 | word).quotientAndRemainder(dividingBy: divisor)
            rest = remainder
            if index < 2 { words.0 = words.0 << 64 | quotient } else { words.1 = words.1 << 64 | quotient }
        }
        return (WideMagnitude(words.1, high: words.0), UInt64(truncatingIfNeeded: rest))
    }

    /// Long division by shifting; only for quotients of DECIMALs.
    package func divided(by divisor: WideMagnitude) -> (quotient: WideMagnitude, remainder: WideMagnitude) {
        if divisor.high == 0, divisor.low <= UInt128(UInt64.max) {
            let (quotient, remainder) = divided(by: UInt64(divisor.low))
            return (quotient, WideMagnitude(UInt128(remainder)))
        }
        var quotient = WideMagnitude(0)
        var rest = WideMagnitude(0)
        for bit in stride(from: 255, through: 0, by: -1) {
            rest = WideMagnitude(rest.low << 1 | bitValue(bit), high: rest.high << 1 | rest.low >> 127)
            if !(rest < divisor) {
                rest = rest - divisor
                if bit < 128 { quotient.low |= 1 << UInt128(bit) } else { quotient.high |= 1 << UInt128(bit - 128) }
            }
        }
        return (quotient, rest)
    }

    @inline(__always)
    private func bitValue(_ bit: Int) -> UInt128 {
        (bit < 128 ? low >> UInt128(bit) : high >> UInt128(bit - 128)) & 1
    }

    private static let mask = UInt128(UInt64.max)

    /// 10^0 to 10^19.
    package static let powersOfTen: [UInt64] = (0..<19).reduce(into: [1]) { powers, _ in
        powers.append((powers.last ?? 1) * 10)
    }
}
