import Expressions

/// An exact sum of 256 bits in two's complement: room for more rows of any DECIMAL than there are.
struct WideSum {
    var low: UInt128 = 0
    var high: UInt128 = 0

    init() {}

    /// Adds the magnitude so many times.
    @inline(__always)
    mutating func add(_ magnitude: WideMagnitude, isNegative: Bool, weight: Int64) {
        var term = magnitude
        if weight != 1, weight != -1 { term = magnitude.multiplied(by: weight.magnitude) ?? magnitude }
        if isNegative != (weight < 0) {
            let (sum, borrow) = low.subtractingReportingOverflow(term.low)
            (low, high) = (sum, high &- term.high &- (borrow ? 1 : 0))
        } else {
            let (sum, carry) = low.addingReportingOverflow(term.low)
            (low, high) = (sum, high &+ term.high &+ (carry ? 1 : 0))
        }
    }

    func decimal(scale: Int) -> ExactDecimal {
        guard high >> 127 == 1 else {
            return ExactDecimal(magnitude: WideMagnitude(low, high: high), scale: scale, isNegative: false)
        }
        let magnitude = WideMagnitude(0 &- low, high: ~high &+ (low == 0 ? 1 : 0))
        return ExactDecimal(magnitude: magnitude, scale: scale, isNegative: true)
    }
}
