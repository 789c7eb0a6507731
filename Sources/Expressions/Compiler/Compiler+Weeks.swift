extension Compiler {
    /// WEEK, WEEKOFYEAR and YEARWEEK.
    mutating func week(
        _ function: FunctionName, _ operands: [Operand], at place: Place
    ) throws(ExpressionError) -> Operand {
        if operands[0].kind == .null { return operands[0] }
        var mode = function == .weekofyear ? WeekMode.iso : .byDefault
        if operands.count > 1 {
            guard case .constant(.integer(let number)) = nodes[Int(operands[1].node)], let written = WeekMode(number)
            else {
                throw operands[1].unsupported(
                    "a mode of \(function.rawValue.uppercased()) other than a literal 0 to 7",
                    remedy: "Write one of them: 3 counts by ISO 8601.")
            }
            mode = written
        }
        let node = add(.week(try moment(operands[0]), mode, withYear: function == .yearweek))
        return Operand(node, .integer(isUnsigned: false, digits: 6), at: place)
    }

    mutating func extracted(
        _ unit: ExtractedUnit, _ operand: Operand, at place: Place
    ) throws(ExpressionError) -> Operand {
        if operand.kind == .null { return operand }
        guard operand.kind != .time else {
            throw operand.unsupported(
                "EXTRACT from a TIME: MariaDB has days and hours, MySQL hours alone",
                remedy: "Use HOUR(column), MINUTE(column) or SECOND(column).")
        }
        let moment = try moment(operand)
        let result = Operand.Kind.integer(isUnsigned: false, digits: 17)
        let parts = unit.parts
        var nodes: [Int32] = []
        for part in parts { nodes.append(add(.part(part, moment))) }
        let microsecondsLast = parts.count > 1 && parts.last == .microsecond
        return Operand(add(.digits(link(nodes), microsecondsLast: microsecondsLast)), result, at: place)
    }

    /// TIME_TO_SEC.
    mutating func secondsOf(_ operand: Operand, at place: Place) throws(ExpressionError) -> Operand {
        if operand.kind == .null { return operand }
        guard operand.isTemporal else {
            throw operand.unsupported("TIME_TO_SEC of \(operand.name)", remedy: "Use it on a TIME or DATETIME column.")
        }
        guard operand.fraction == 0 else {
            throw operand.unsupported(
                "TIME_TO_SEC of a time with fractions of seconds: MySQL leaves them out, MariaDB does not",
                remedy: "Write HOUR(x) * 3600 + MINUTE(x) * 60 + SECOND(x).")
        }
        let node = add(.secondsOf(operand.node, isTime: operand.kind == .time))
        return Operand(node, .integer(isUnsigned: false, digits: 10), at: place)
    }

    /// SEC_TO_TIME.
    mutating func timeOf(_ operand: Operand, at place: Place) throws(ExpressionError) -> Operand {
        if operand.kind == .null { return operand }
        guard operand.isInteger else {
            throw operand.unsupported("SEC_TO_TIME of \(operand.name)", remedy: "Use it on whole numbers.")
        }
        return Operand(add(.timeOf(operand.node)), .time, at: place)
    }

    mutating func squareRoot(_ operand: Operand, at place: Place) throws(ExpressionError) -> Operand {
        if operand.kind == .null { return operand }
        let number = try numeric(operand)
        return Operand(add(.squareRoot(number.node)), .real, at: place)
    }
}
