extension Compiler {
    /// Digits that a DECIMAL has at most, and digits after its point.
    static let precisionMax = 65
    private static let scaleMax = 30
    /// MariaDB alone has more of them.
    package static let viewScaleMax = 38

    mutating func arithmetic(
        _ operation: ArithmeticOperator, _ one: Operand, _ other: Operand, at place: Place
    ) throws(ExpressionError) -> Operand {
        if one.kind == .null || other.kind == .null { return Operand(add(.constant(.null)), .null, at: place) }
        for side in [one, other] where side.number != nil && side.column != nil {
            // MariaDB calculates with whole numbers, MySQL with floating-point ones.
            throw side.unsupported(
                "an ENUM or SET is calculated with", remedy: "Compare it with a number or a text: column = 2.")
        }
        let (left, right) = (try numeric(one.withoutQuotient()), try numeric(other.withoutQuotient()))
        if left.kind == .real || right.kind == .real {
            guard operation != .wholeDivide else {
                throw place.error(
                    "DIV with a floating-point number", remedy: "Use whole or decimal numbers.", code: .unsupported)
            }
            var result = Operand(add(.realArithmetic(operation, left.node, right.node)), .real, at: place)
            if left.roundedDigits != nil || right.roundedDigits != nil {
                // Whole numbers stay such.
                let areWhole = [left, right].allSatisfy { $0.isInteger || $0.roundedDigits == 0 }
                if !areWhole || ![.add, .subtract, .multiply].contains(operation) {
                    for side in [left, right] { try side.withoutRounding() }
                }
                result.roundedDigits = 0
            }
            return result
        }
        if case .integer(let isUnsigned, _) = left.kind, case .integer(let otherIsUnsigned, _) = right.kind,
            operation != .divide
        {
            let isUnsigned = operation == .remainder ? isUnsigned : isUnsigned || otherIsUnsigned
            let node = add(.integerArithmetic(operation, left.node, right.node, isUnsigned: isUnsigned))
            return Operand(node, .integer(isUnsigned: isUnsigned, digits: 20), at: place)
        }
        let isUnsigned = left.isUnsigned || right.isUnsigned
        return try exact(operation, left, right, isUnsigned: isUnsigned, at: place)
    }

    private mutating func exact(
        _ operation: ArithmeticOperator, _ one: Operand, _ other: Operand, isUnsigned: Bool, at place: Place
    ) throws(ExpressionError) -> Operand {
        let (left, right) = (one.decimalShape, other.decimalShape)
        let whole = max(left.precision - left.scale, right.precision - right.scale)
        var scale = max(left.scale, right.scale)
        var precision = whole + scale
        switch operation {
        case .add, .subtract: precision += 1
        case .multiply:
            scale = left.scale + right.scale
            precision = left.precision + right.precision
        case .divide:
            scale = left.scale + 4
            precision = left.precision + right.scale + 4
        case .wholeDivide, .remainder: break
        }
        if operation == .remainder {
            throw place.error(
                "a remainder of decimal numbers: MariaDB tells -0.0 from 0.0",
                remedy: "Use whole numbers, or floating-point ones: (a + 0e0) % b.", code: .unsupported)
        }
        if dialect == .view {
            // MariaDB keeps to its limits, and goes on with more digits until the result is compared or shown.
            (precision, scale) = (min(precision, Self.precisionMax), min(scale, Self.viewScaleMax))
        } else if precision > Self.precisionMax || scale > Self.scaleMax {
            throw place.error(
                "the result of \(operation.rawValue) can have \(precision) digits, \(scale) of them after the point",
                remedy: "At most \(Self.precisionMax) and \(Self.scaleMax) are supported.", code: .unsupported)
        }
        let node = add(
            .decimalArithmetic(operation, one.node, other.node, scale: dialect == .view ? -1 : Int32(scale)))
        if operation == .wholeDivide {
            let whole = add(.inRange(node, isUnsigned: isUnsigned))
            return Operand(whole, .integer(isUnsigned: isUnsigned, digits: 20), at: place)
        }
        var operand = Operand(node, .decimal(precision: precision, scale: scale), at: place)
        operand.isQuotient = operation == .divide && dialect == .filter
        operand.isUnsettled = dialect == .view
        return operand
    }

    mutating func negative(_ inner: Syntax, at place: Place) throws(ExpressionError) -> Operand {
        // −9223372036854775808 is a BIGINT, although its digits alone are not.
        if case .literal(.integer(let digits)) = inner.kind, let number = ExactDecimal(digits),
            number.magnitude.high == 0, number.magnitude.low <= 1 << 63
        {
            var operand = Operand(
                add(.constant(.integer(-Int128(number.magnitude.low)))),
                .integer(isUnsigned: false, digits: digits.utf8.count), at: place)
            operand.literal = .integer("-" + digits)
            return operand
        }
        let original = try operand(inner).withoutQuotient()
        if original.number != nil, original.column != nil {
            throw original.unsupported(
                "an ENUM or SET is calculated with", remedy: "Compare it with a number or a text: column = 2.")
        }
        let operand = try numeric(original)
        if operand.kind == .null { return operand }
        var result = Operand(add(.negative(operand.node)), operand.kind, at: place)
        result.isUnsettled = operand.isUnsettled
        result.roundedDigits = operand.roundedDigits
        if case .integer = operand.kind { result.kind = .integer(isUnsigned: false, digits: 20) }
        return result
    }
}

extension Operand {
    fileprivate var isUnsigned: Bool {
        if case .integer(isUnsigned: true, _) = kind { return true }
        return column?.isUnsigned == true
    }

    /// Digits of an exact number, all and after the point.
    package var decimalShape: (precision: Int, scale: Int) {
        switch kind {
        case .integer(_, let digits): (digits, 0)
        case .decimal(let precision, let scale): (precision, scale)
        default: (65, 30)
        }
    }
}
