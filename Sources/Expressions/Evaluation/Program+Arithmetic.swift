import Glibc

extension Program {
    static func integer(
        _ operation: ArithmeticOperator, _ one: Int128, _ other: Int128, isUnsigned: Bool
    ) throws(EvaluationFault) -> Value {
        // Operands have at most 64 bits, so that no result leaves 128.
        let result: Int128
        switch operation {
        case .add: result = one + other
        case .subtract: result = one - other
        case .multiply:
            let (product, overflow) = one.multipliedReportingOverflow(by: other)
            if overflow { throw .outOfRange }
            result = product
        case .wholeDivide, .divide:
            if other == 0 { return .null }
            result = one / other
        case .remainder:
            if other == 0 { return .null }
            result = one % other
        }
        return .integer(try inRange(result, isUnsigned: isUnsigned))
    }

    static func inRange(_ number: Int128, isUnsigned: Bool) throws(EvaluationFault) -> Int128 {
        let isInside =
            isUnsigned
            ? number >= 0 && number <= Int128(UInt64.max)
            : number >= Int128(Int64.min) && number <= Int128(Int64.max)
        guard isInside else { throw .outOfRange }
        return number
    }

    static func decimal(
        _ operation: ArithmeticOperator, _ one: ExactDecimal, _ other: ExactDecimal, scale: Int
    ) throws(EvaluationFault) -> Value {
        let result: ExactDecimal?
        switch operation {
        case .add: result = one + other
        case .subtract: result = one + other.negated
        case .multiply: result = one * other
        case .divide:
            if other.isZero { return .null }
            result =
                scale < 0
                ? ExactDecimal.serverQuotient(one, by: other) : ExactDecimal.quotient(one, by: other, scale: scale)
        case .wholeDivide:
            if other.isZero { return .null }
            guard let (quotient, _) = ExactDecimal.divide(one, by: other) else { throw .outOfRange }
            return .integer(quotient)
        case .remainder:
            if other.isZero { return .null }
            result = ExactDecimal.divide(one, by: other)?.remainder
        }
        guard let result else { throw .outOfRange }
        return .decimal(result)
    }

    static func real(
        _ operation: ArithmeticOperator, _ one: Double, _ other: Double
    ) throws(EvaluationFault) -> Value {
        let result: Double
        switch operation {
        case .add: result = one + other
        case .subtract: result = one - other
        case .multiply: result = one * other
        case .divide:
            if other == 0 { return .null }
            result = one / other
        case .remainder:
            if other == 0 { return .null }
            result = fmod(one, other)
        case .wholeDivide: throw .outOfRange
        }
        guard result.isFinite else { throw .outOfRange }
        return .real(result)
    }

    static func negative(_ value: Value) throws(EvaluationFault) -> Value {
        switch value {
        case .integer(let number): .integer(try inRange(-number, isUnsigned: false))
        case .decimal(let number): .decimal(number.negated)
        case .real(let number): .real(-number)
        default: .null
        }
    }

    static func magnitude(_ value: Value) throws(EvaluationFault) -> Value {
        switch value {
        case .integer(let number):
            // The servers answer ABS of the smallest BIGINT with an error.
            if number == Int128(Int64.min) { throw .outOfRange } else { .integer(number < 0 ? -number : number) }
        case .decimal(let number): .decimal(number.isNegative ? number.negated : number)
        case .real(let number): .real(number.magnitude)
        default: .null
        }
    }
}
