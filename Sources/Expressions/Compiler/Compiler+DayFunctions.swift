extension Compiler {
    mutating func dayFunction(
        _ function: FunctionName, _ operands: [Operand], at place: Place
    ) throws(ExpressionError) -> Operand {
        if operands.contains(where: { $0.kind == .null }) { return Operand(add(.constant(.null)), .null, at: place) }
        let moment = try self.moment(operands[0])
        let integer = Operand.Kind.integer(isUnsigned: false, digits: 6)
        switch function {
        case .weekday: return Operand(add(.calendar(.weekday, moment)), integer, at: place)
        case .dayofweek: return Operand(add(.calendar(.dayOfWeek, moment)), integer, at: place)
        case .dayofyear: return Operand(add(.calendar(.dayOfYear, moment)), integer, at: place)
        case .lastDay: return Operand(add(.calendar(.lastDay, moment)), .day, at: place)
        case .datediff: return Operand(add(.dayDifference(moment, try self.moment(operands[1]))), integer, at: place)
        case .toDays: return Operand(add(.dayNumber(moment)), integer, at: place)
        case .unixTimestamp:
            let digits = operands[0].fraction
            let kind: Operand.Kind =
                digits == 0 ? .integer(isUnsigned: false, digits: 17) : .decimal(precision: 17 + digits, scale: digits)
            return Operand(add(.unixTime(moment, digits: Int32(digits))), kind, at: place)
        case .dateFormat:
            guard case .text(let format) = operands[1].literal else {
                throw operands[1].unsupported("a format that is no literal", remedy: "Write DATE_FORMAT(x, '%Y-%m').")
            }
            if let unknown = MomentFormat.unknown(format) {
                throw operands[1].unsupported(
                    "%\(unknown) in a format", remedy: "Supported: \(MomentFormat.supported).")
            }
            return literalText(add(.made(.format, moment, operands[1].node, 0, slot: slot())), at: place)
        default:
            let maker: Node.TextMaker = function == .dayname ? .dayName : .monthName
            return literalText(add(.made(maker, moment, 0, 0, slot: slot())), at: place)
        }
    }

    /// A text that compares like a literal.
    func literalText(_ node: Int32, at place: Place) -> Operand {
        var operand = Operand(node, .text, at: place)
        operand.textKind = TextKind(strength: .literal)
        return operand
    }

    /// A DATE, DATETIME or TIMESTAMP, or a literal that is one.
    mutating func moment(_ operand: Operand) throws(ExpressionError) -> Int32 {
        if operand.kind == .day || operand.kind == .moment { return operand.node }
        if case .text(let bytes) = operand.literal {
            let text = String(decoding: bytes, as: UTF8.self)
            return try temporal(TemporalText.moment(text), text, .moment, "a date", at: operand.place).node
        }
        throw operand.unsupported(
            "\(operand.name) stands where a date is needed", remedy: "Use a DATE, DATETIME or TIMESTAMP column.")
    }

    mutating func elapsed(
        _ unit: TimeUnit, _ one: Operand, _ other: Operand, at place: Place
    ) throws(ExpressionError) -> Operand {
        if one.kind == .null || other.kind == .null { return Operand(add(.constant(.null)), .null, at: place) }
        let node = add(.elapsed(unit, try moment(one), try moment(other)))
        return Operand(node, .integer(isUnsigned: false, digits: 20), at: place)
    }

    mutating func shifted(
        _ operand: Operand, _ span: TimeSpan, at place: Place
    ) throws(ExpressionError) -> Operand {
        if operand.kind == .null { return operand }
        guard operand.kind == .day || operand.kind == .moment else {
            throw operand.unsupported(
                "an interval is added to \(operand.name)", remedy: "Use a DATE, DATETIME or TIMESTAMP column.")
        }
        let node = add(.shifted(operand.node, months: span.months, microseconds: span.microseconds))
        let staysDay = operand.kind == .day && span.unit.keepsDay
        var result = Operand(node, staysDay ? .day : .moment, at: place)
        result.fraction = span.unit == .microsecond ? 6 : operand.fraction
        return result
    }

    mutating func cast(
        _ original: Operand, _ target: CastTarget, at place: Place
    ) throws(ExpressionError) -> Operand {
        if original.kind == .null { return original }
        let operand = settled(original)
        switch target {
        case .signed, .unsigned:
            guard operand.isInteger || operand.decimalScale != nil else { break }
            let isUnsigned = target == .unsigned
            return Operand(
                add(.asInteger(operand.node, isUnsigned: isUnsigned)), .integer(isUnsigned: isUnsigned, digits: 20),
                at: place)
        case .decimal(let precision, let scale):
            guard operand.isInteger || operand.decimalScale != nil || operand.kind == .real, operand.number == nil
            else { break }
            return Operand(
                add(.asDecimalOf(operand.node, precision: Int32(precision), scale: Int32(scale))),
                .decimal(precision: precision, scale: scale), at: place)
        case .real:
            guard operand.isInteger || operand.decimalScale != nil || operand.kind == .real else { break }
            return Operand(add(.asReal(operand.node)), .real, at: place)
        case .text:
            let text = asText(operand)
            guard text.isText else { break }
            var result = Operand(text.node, .text, at: place)
            result.textKind = text.textKind
            result.hasNoNumber = text.number != nil || text.hasNoNumber
            return result
        case .day, .moment:
            guard operand.kind == .day || operand.kind == .moment else { break }
            if target == .day { return Operand(add(.part(.date, operand.node)), .day, at: place) }
            guard case .moment(let fraction) = target else { break }
            var result = Operand(add(.cutMoment(operand.node, fraction: Int32(fraction))), .moment, at: place)
            result.fraction = fraction
            return result
        }
        throw operand.unsupported(
            "CAST of \(operand.name) to this type",
            remedy:
                "Supported: whole and decimal numbers to SIGNED, UNSIGNED, DECIMAL, DOUBLE and CHAR, floating-point "
                + "ones to DECIMAL, dates to DATE and DATETIME.")
    }
}

extension Operand {
    /// Of a decimal number.
    var decimalScale: Int? {
        if case .decimal(_, let scale) = kind { return scale }
        return nil
    }
}
