import Binlog

extension Program {
    /// The value of a node that only views have.
    func viewValue(_ node: Node, _ row: UnsafePointer<ColumnValue>) throws(EvaluationFault) -> Value {
        switch node {
        case .sized(let operand, let sizing, let digits, let asInteger):
            guard let number = try value(operand, row).exact else { return .null }
            guard let sized = number.sized(sizing, digits: Int(digits)) else { throw .outOfRange }
            if !asInteger { return .decimal(sized) }
            guard let integer = sized.integer else { throw .outOfRange }
            return .integer(integer)
        case .sign(let operand): return Self.sign(try value(operand, row))
        case .extreme(let span, let isGreatest, let comparing):
            return try extreme(span, isGreatest: isGreatest, comparing, row)
        case .made(let maker, let one, let other, let third, let slot):
            return try make(maker, one, other, third, Int(slot), row)
        case .joined(let span, let slot): return try join(span, Int(slot), row)
        case .trimmedSide(let operand, let isLeft):
            guard let bytes = try text(operand, row) else { return .null }
            return .text(TextSlice.trimmed(bytes, isLeft: isLeft))
        case .calendar(let part, let operand):
            guard case .temporal(let moment) = try value(operand, row) else { return .null }
            return PackedMoment.calendar(part, of: moment)
        case .dayDifference(let one, let other):
            guard case .temporal(let left) = try value(one, row), case .temporal(let right) = try value(other, row),
                let first = PackedMoment.linear(left & PackedMoment.dayMask),
                let second = PackedMoment.linear(right & PackedMoment.dayMask)
            else { return .null }
            return .integer(Int128((first - second) / PackedMoment.dayMicroseconds))
        case .elapsed(let unit, let one, let other):
            guard case .temporal(let first) = try value(one, row), case .temporal(let second) = try value(other, row)
            else { return .null }
            return PackedMoment.elapsed(unit, from: first, to: second).map { .integer(Int128($0)) } ?? .null
        case .shifted(let operand, let months, let microseconds):
            guard case .temporal(let moment) = try value(operand, row) else { return .null }
            let shifted =
                months == 0
                ? PackedMoment.shifted(moment, microseconds: microseconds)
                : PackedMoment.shifted(moment, months: months)
            return shifted.map { .temporal($0) } ?? .null
        case .unixTime(let operand, let digits):
            guard case .temporal(let moment) = try value(operand, row) else { return .null }
            return PackedMoment.unixTime(moment, digits: Int(digits))
        case .asInteger(let operand, let isUnsigned):
            guard let number = try value(operand, row).exact else { return .null }
            return .integer(Self.clamped(number, isUnsigned: isUnsigned))
        case .asDecimalOf(let operand, let precision, let scale):
            return try decimal(try value(operand, row), precision: Int(precision), scale: Int(scale))
        case .cutMoment(let operand, let fraction):
            guard case .temporal(let moment) = try value(operand, row) else { return .null }
            let step = Int64(WideMagnitude.powersOfTen[6 - min(6, Int(fraction))])
            return .temporal(moment & ~0xFFFFF | (moment & 0xFFFFF) / step * step)
        default: return try functionValue(node, row)
        }
    }

    private static func sign(_ value: Value) -> Value {
        switch value {
        case .integer(let number): .integer(Int128(number.signum()))
        case .decimal(let number): .integer(number.isZero ? 0 : number.isNegative ? -1 : 1)
        case .real(let number): .integer(number == 0 ? 0 : number < 0 ? -1 : 1)
        default: .null
        }
    }

    /// Rounded half away from zero; what is too large becomes the largest. A negative number as UNSIGNED is 0 for a
    /// DECIMAL, and counts from above for a whole number: both have their bits here.
    private static func clamped(_ number: ExactDecimal, isUnsigned: Bool) -> Int128 {
        let integer = number.rounded(to: 0)?.integer ?? (number.isNegative ? .min : .max)
        if !isUnsigned {
            // UNSIGNED numbers beyond SIGNED keep their bits.
            if number.scale == 0, integer > Int128(Int64.max), integer <= Int128(UInt64.max) {
                return Int128(Int64(truncatingIfNeeded: integer))
            }
            return min(max(integer, Int128(Int64.min)), Int128(Int64.max))
        }
        if integer < 0 {
            return number.scale == 0 ? Int128(UInt64(truncatingIfNeeded: max(integer, Int128(Int64.min)))) : 0
        }
        return min(integer, Int128(UInt64.max))
    }

    /// What does not fit has nines in every place.
    private func decimal(_ value: Value, precision: Int, scale: Int) throws(EvaluationFault) -> Value {
        let number: ExactDecimal?
        if case .real(let real) = value { number = ExactDecimal(shortest: real) } else { number = value.exact }
        guard let number else { return .null }
        guard let limit = WideMagnitude(1).scaled(by: precision) else { throw .outOfRange }
        if let rounded = number.rounded(to: scale), rounded.magnitude < limit { return .decimal(rounded) }
        return .decimal(
            ExactDecimal(magnitude: limit - WideMagnitude(1), scale: scale, isNegative: number.isNegative))
    }

    private func extreme(
        _ span: Node.Span, isGreatest: Bool, _ comparing: Node.Comparing, _ row: UnsafePointer<ColumnValue>
    ) throws(EvaluationFault) -> Value {
        var best: Value?
        for link in span.first..<(span.first + span.count) {
            let value = try value(links[Int(link)], row)
            if case .null = value { return .null }
            guard let other = best else {
                best = value
                continue
            }
            let order = compare(value, other, comparing)
            if isGreatest ? order > 0 : order < 0 { best = value }
        }
        return best ?? .null
    }

    private func compare(_ one: Value, _ other: Value, _ comparing: Node.Comparing) -> Int {
        switch (comparing, one, other) {
        case (.integers, .integer(let left), .integer(let right)): left == right ? 0 : left < right ? -1 : 1
        case (.temporals, .temporal(let left), .temporal(let right)): left == right ? 0 : left < right ? -1 : 1
        case (.texts(let collation), .text(let left), .text(let right)): orders[Int(collation)].compare(left, right)
        case (.decimals, _, _):
            if let left = one.exact, let right = other.exact { left.compared(to: right) } else { 0 }
        default:
            if let left = one.double, let right = other.double { left == right ? 0 : left < right ? -1 : 1 } else { 0 }
        }
    }
}
