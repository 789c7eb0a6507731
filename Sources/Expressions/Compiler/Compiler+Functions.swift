extension Compiler {
    mutating func call(
        _ function: FunctionName, _ arguments: [Syntax], at place: Place
    ) throws(ExpressionError) -> Operand {
        if function == .conditional {
            let branch = Syntax.Branch(condition: arguments[0], result: arguments[1])
            return try choice(nil, [branch], arguments[2], at: place)
        }
        var operands: [Operand] = []
        for argument in arguments { operands.append(try operand(argument)) }
        switch function {
        case .isnull: return truth(add(.isNull(operands[0].node)), at: place)
        case .coalesce, .ifnull: return try coalesce(operands, at: place)
        case .nullif: return try nullIf(operands[0], operands[1], at: place)
        case .mod: return try arithmetic(.remainder, operands[0], operands[1], at: place)
        case .abs: return try magnitude(operands[0], at: place)
        case .date, .day, .dayofmonth, .hour, .microsecond, .minute, .month, .quarter, .second, .year:
            return try part(function, operands[0], at: place)
        case .charLength, .length: return try length(function, operands[0], at: place)
        case .concat, .left, .right, .substring, .trim, .conditional:
            return try textFunction(function, operands, at: place)
        case .datediff, .dayname, .dayofweek, .dayofyear, .lastDay, .monthname, .weekday, .dateFormat, .unixTimestamp,
            .toDays:
            return try dayFunction(function, operands, at: place)
        case .week, .weekofyear, .yearweek: return try week(function, operands, at: place)
        case .timeToSeconds: return try secondsOf(operands[0], at: place)
        case .secondsToTime: return try timeOf(operands[0], at: place)
        case .ceiling, .floor, .round, .truncate, .sign, .greatest, .least:
            return try numberFunction(function, operands, at: place)
        case .concatWithSeparator, .hex, .lower, .upper, .lpad, .rpad, .ltrim, .rtrim, .replace, .reverse,
            .repeated:
            return try madeText(function, operands, at: place)
        case .locate: return try locate(operands[0], in: operands[1], from: operands.dropFirst(2).first, at: place)
        case .instr: return try locate(operands[1], in: operands[0], from: nil, at: place)
        case .substringIndex: return try delimited(operands, at: place)
        case .ascii: return try firstByte(operands[0], at: place)
        case .field: return try field(operands, at: place)
        case .sqrt: return try squareRoot(operands[0], at: place)
        }
    }

    private mutating func magnitude(_ operand: Operand, at place: Place) throws(ExpressionError) -> Operand {
        if operand.number != nil, operand.column != nil {
            throw operand.unsupported("ABS of an ENUM or SET", remedy: "Compare it with a number or a text.")
        }
        let number = try numeric(operand.withoutQuotient())
        if number.kind == .null { return number }
        var result = Operand(add(.magnitude(number.node)), number.kind, at: place)
        result.isUnsettled = number.isUnsettled
        result.roundedDigits = number.roundedDigits
        return result
    }

    private mutating func part(
        _ function: FunctionName, _ operand: Operand, at place: Place
    ) throws(ExpressionError) -> Operand {
        if operand.kind == .null { return operand }
        let part: TemporalPart
        switch (function, operand.kind) {
        case (.hour, .time): part = .timeHour
        case (.minute, .time): part = .timeMinute
        case (.second, .time): part = .timeSecond
        case (.microsecond, .time): part = .timeMicrosecond
        case (_, .day), (_, .moment): part = Self.part(of: function)
        default:
            throw operand.unsupported(
                "\(function.rawValue.uppercased()) of \(operand.name)",
                remedy: "Use it on a DATE, DATETIME or TIMESTAMP column.")
        }
        let node = add(.part(part, operand.node))
        if part == .date { return Operand(node, .day, at: place) }
        return Operand(node, .integer(isUnsigned: false, digits: 6), at: place)
    }

    private static func part(of function: FunctionName) -> TemporalPart {
        switch function {
        case .year: .year
        case .quarter: .quarter
        case .month: .month
        case .day, .dayofmonth: .day
        case .hour: .hour
        case .minute: .minute
        case .second: .second
        case .microsecond: .microsecond
        default: .date
        }
    }

    private mutating func coalesce(_ operands: [Operand], at place: Place) throws(ExpressionError) -> Operand {
        let (results, shape) = try unified(operands, at: place)
        if results.isEmpty { return shape }
        var operand = shape
        operand.node = add(.coalesce(link(results)))
        return operand
    }

    private mutating func nullIf(_ one: Operand, _ other: Operand, at place: Place) throws(ExpressionError) -> Operand {
        let condition = try compare(.equal, one.withoutQuotient(), other.withoutQuotient(), at: place)
        var operand = try one.withoutHexadecimal()
        operand.hasNoNumber = one.number != nil || one.hasNoNumber
        operand.literal = nil
        operand.number = nil
        operand.column = nil
        operand.node = add(.nullIf(condition: condition, one.node))
        return operand
    }

    mutating func choice(
        _ subject: Syntax?, _ branches: [Syntax.Branch], _ otherwise: Syntax?, at place: Place
    ) throws(ExpressionError) -> Operand {
        let compared: Operand?
        if let subject { compared = try operand(subject) } else { compared = nil }
        var conditions: [Int32] = []
        var results: [Operand] = []
        for branch in branches {
            let condition = try operand(branch.condition)
            if let compared {
                if compared.isUnsettled {
                    throw compared.unsupported("CASE over a quotient", remedy: "Write CASE WHEN a / b = …")
                }
                conditions.append(try compare(.equal, compared, condition, at: branch.condition.place))
            } else {
                conditions.append(try self.condition(condition))
            }
            results.append(try operand(branch.result))
        }
        if let otherwise {
            results.append(try operand(otherwise))
        } else {
            results.append(Operand(add(.constant(.null)), .null, at: place))
        }
        let (nodes, shape) = try unified(results, at: place)
        if nodes.isEmpty { return shape }
        var operand = shape
        operand.node = add(
            .choice(link(zip(conditions, nodes).flatMap { [$0, $1] }), otherwise: nodes[nodes.count - 1]))
        return operand
    }

    /// The operands in one type, and an operand of that type without its node. No nodes when all are NULL.
    mutating func unified(
        _ operands: [Operand], at place: Place
    ) throws(ExpressionError) -> (nodes: [Int32], shape: Operand) {
        let typed = operands.filter { $0.kind != .null }
        guard let first = typed.first else { return ([], Operand(add(.constant(.null)), .null, at: place)) }
        var shape = Operand(0, first.kind, at: place)
        for operand in typed { _ = try operand.withoutQuotient().withoutHexadecimal() }
        shape.isUnsettled = typed.contains(where: \.isUnsettled)
        shape.fraction = typed.map(\.fraction).max() ?? 0
        shape.isSingle = typed.allSatisfy(\.isSingle)
        shape.hasNoNumber = typed.contains { $0.number != nil || $0.hasNoNumber }
        if typed.allSatisfy(\.isText) {
            shape.textKind = try merged(typed, at: place)
        } else if typed.allSatisfy({ $0.kind == first.kind }), !first.isTemporal || first.kind == .day {
            if case .opaque = first.kind { throw first.mixed }
        } else if typed.allSatisfy({ $0.isTemporal }), typed.allSatisfy({ ($0.kind == .time) == (first.kind == .time) })
        {
            if typed.contains(where: { $0.kind == .moment }) { shape.kind = .moment }
        } else {
            let numbers = typed.filter { !$0.isText && !$0.isTemporal }
            guard numbers.count == typed.count else { throw first.mixed }
            shape.kind = try Self.unified(numbers)
        }
        if case .decimal = shape.kind { shape.isUnsettled = true }
        if typed.contains(where: { $0.roundedDigits != nil }), typed.allSatisfy({ $0.shownDigits != nil }) {
            shape.roundedDigits = typed.compactMap(\.shownDigits).max()
        }
        var nodes: [Int32] = []
        for operand in operands { nodes.append(converted(operand, to: shape.kind)) }
        return (nodes, shape)
    }

    private static func unified(_ operands: [Operand]) throws(ExpressionError) -> Operand.Kind {
        for operand in operands { if case .opaque = operand.kind { throw operand.mixed } }
        if operands.contains(where: { $0.kind == .real }) { return .real }
        let shapes = operands.map(\.decimalShape)
        let scale = shapes.map(\.scale).max() ?? 0
        let whole = shapes.map { $0.precision - $0.scale }.max() ?? 0
        let areSigned = operands.allSatisfy { $0.kind.isSignedInteger }
        let areUnsigned = operands.allSatisfy { $0.isInteger && !$0.kind.isSignedInteger }
        if areSigned || areUnsigned { return .integer(isUnsigned: areUnsigned, digits: whole) }
        return .decimal(precision: whole + scale, scale: scale)
    }

    private mutating func converted(_ operand: Operand, to kind: Operand.Kind) -> Int32 {
        switch (kind, operand.kind) {
        case (.real, .integer), (.real, .decimal): add(.asReal(operand.node))
        case (.decimal, .integer): add(.asDecimal(operand.node))
        default: operand.node
        }
    }
}

extension Operand.Kind {
    fileprivate var isSignedInteger: Bool {
        if case .integer(isUnsigned: false, _) = self { return true }
        return false
    }
}

extension Operand {
    /// Digits after the point of what has no more of them.
    fileprivate var shownDigits: Int? { kind == .real ? roundedDigits : decimalShape.scale }

    /// - Throws: for a hexadecimal literal, which is a number or a text by what becomes of it.
    fileprivate func withoutHexadecimal() throws(ExpressionError) -> Operand {
        guard case .hexadecimal = literal else { return self }
        throw unsupported("a hexadecimal literal is a result", remedy: "Write it as a number or as a text.")
    }

    fileprivate var mixed: ExpressionError {
        unsupported("results of different types meet", remedy: "Give all of them one type: numbers, texts or dates.")
    }
}
