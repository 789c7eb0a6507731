extension Compiler {
    mutating func numberFunction(
        _ function: FunctionName, _ operands: [Operand], at place: Place
    ) throws(ExpressionError) -> Operand {
        if function == .greatest || function == .least {
            return try extreme(operands, isGreatest: function == .greatest, at: place)
        }
        if operands.contains(where: { $0.kind == .null }) { return Operand(add(.constant(.null)), .null, at: place) }
        let operand = try numeric(operands[0])
        if function == .sign {
            return Operand(add(.sign(operand.node)), .integer(isUnsigned: false, digits: 1), at: place)
        }
        let sizing: Node.Sizing
        switch function {
        case .round: sizing = .round
        case .truncate: sizing = .truncate
        case .floor: sizing = .floor
        default: sizing = .ceiling
        }
        if operand.kind == .real {
            if operands[0].number != nil {
                // A whole number for MariaDB.
                throw operand.unsupported(
                    "\(function.rawValue.uppercased()) of an ENUM or SET", remedy: "Compare it with a number or a text."
                )
            }
            let digits = operands.count > 1 ? try digits(operands[1], atMost: 19) : 0
            var result = Operand(
                add(.sizedReal(operand.node, sizing, digits: Int32(digits))), .real, at: place)
            result.roundedDigits = max(0, digits)
            return result
        }
        return try sized(operand, sizing, digits: operands.count > 1 ? digits(operands[1]) : 0, at: place)
    }

    /// The second argument of ROUND and TRUNCATE.
    private func digits(_ operand: Operand, atMost limit: Int = 30) throws(ExpressionError) -> Int {
        guard case .constant(.integer(let number)) = nodes[Int(operand.node)], number.magnitude <= limit else {
            throw operand.unsupported(
                "a count of digits that is no literal, or too many",
                remedy: "Write a whole number, −\(limit) to \(limit).")
        }
        return Int(number)
    }

    private mutating func sized(
        _ operand: Operand, _ sizing: Node.Sizing, digits: Int, at place: Place
    ) throws(ExpressionError) -> Operand {
        let (precision, scale) = operand.decimalShape
        let isInteger = operand.isInteger
        if isInteger, digits >= 0 {
            var same = Operand(operand.node, operand.kind, at: place)
            same.isUnsettled = false
            return same
        }
        let whole = precision - scale + 1
        let asInteger = isInteger || (sizing == .floor || sizing == .ceiling) && whole <= 18
        let node = add(.sized(operand.node, sizing, digits: Int32(digits), asInteger: asInteger))
        if asInteger {
            var isUnsigned = false
            if case .integer(true, _) = operand.kind { isUnsigned = true }
            return Operand(node, .integer(isUnsigned: isUnsigned, digits: 20), at: place)
        }
        let shown = max(0, digits)
        return Operand(node, .decimal(precision: min(65, whole + shown), scale: shown), at: place)
    }

    private mutating func extreme(
        _ operands: [Operand], isGreatest: Bool, at place: Place
    ) throws(ExpressionError) -> Operand {
        if operands.contains(where: { $0.kind == .null }) { return Operand(add(.constant(.null)), .null, at: place) }
        var settled: [Operand] = []
        for operand in operands { settled.append(self.settled(operand)) }
        let (results, shape) = try unified(settled, at: place)
        let comparing: Node.Comparing
        switch shape.kind {
        case .integer: comparing = .integers
        case .decimal: comparing = .decimals
        case .real: comparing = .reals
        case .day, .moment, .time: comparing = .temporals
        case .text:
            var collation = Collation.ofLiterals
            for operand in settled.dropFirst() {
                guard operand.textKind?.strength != .literal || settled[0].textKind?.strength != .literal else {
                    continue
                }
                collation = try self.collation(settled[0], operand, at: place)
            }
            comparing = .texts(collation: add(collation))
        case .null, .opaque:
            throw place.error("this has no order", remedy: "Compare numbers, texts or dates.", code: .unsupported)
        }
        var result = shape
        result.node = add(.extreme(link(results), isGreatest: isGreatest, comparing))
        return result
    }
}
