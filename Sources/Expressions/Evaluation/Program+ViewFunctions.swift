import Binlog

extension Program {
    /// A TIME's seconds at most: 838:59:59.
    private static let timeSecondsMax: Int128 = 3_020_399

    /// The value of a function that only views have.
    func functionValue(_ node: Node, _ row: UnsafePointer<ColumnValue>) throws(EvaluationFault) -> Value {
        switch node {
        case .located(let needle, let operand, let from, let collation, let search):
            return try located(needle, operand, from, orders[Int(collation)], search, row)
        case .delimited(let operand, let delimiter, let count):
            guard let bytes = try text(operand, row), let mark = try text(delimiter, row) else { return .null }
            return .text(TextSlice.delimited(bytes, by: mark, count: Int(count)))
        case .firstByte(let operand):
            guard let bytes = try text(operand, row) else { return .null }
            return .integer(Int128(bytes.first ?? 0))
        case .numberOfTrue(let span):
            for link in 0..<span.count where try verdict(links[Int(span.first + link)], row) == .isTrue {
                return .integer(Int128(link) + 1)
            }
            return .integer(0)
        case .squareRoot(let operand):
            guard let number = try value(operand, row).double, number >= 0 else { return .null }
            return .real(number.squareRoot())
        case .sizedReal(let operand, let sizing, let digits):
            guard let number = try value(operand, row).double else { return .null }
            return .real(Self.sized(number, sizing, digits: Int(digits)))
        case .week(let operand, let mode, let withYear):
            guard case .temporal(let moment) = try value(operand, row),
                let (year, week) = mode.week(of: moment, withYear: withYear)
            else { return .null }
            return .integer(Int128(withYear ? year * 100 + week : week))
        case .dayNumber(let operand):
            guard case .temporal(let moment) = try value(operand, row) else { return .null }
            return PackedMoment.dayNumber(moment).map { .integer(Int128($0)) } ?? .null
        case .digits(let span, let microsecondsLast):
            var number: Int128 = 0
            for link in 0..<span.count {
                guard case .integer(let part) = try value(links[Int(span.first + link)], row) else { return .null }
                number = number * (microsecondsLast && link == span.count - 1 ? 1_000_000 : 100) + part
            }
            return .integer(number)
        case .secondsOf(let operand, let isTime):
            guard case .temporal(let time) = try value(operand, row) else { return .null }
            return .integer(Int128(isTime ? time / 1_000_000 : PackedMoment.secondOfDay(time)))
        case .timeOf(let operand):
            guard case .integer(let number) = try value(operand, row) else { return .null }
            return .temporal(Int64(min(max(number, -Self.timeSecondsMax), Self.timeSecondsMax)) * 1_000_000)
        default: return .null
        }
    }

    /// As both servers do it: times a power of ten, to a whole number, and back. Halves go to the even one.
    private static func sized(_ number: Double, _ sizing: Node.Sizing, digits: Int) -> Double {
        let rule: FloatingPointRoundingRule =
            switch sizing {
            case .round: .toNearestOrEven
            case .truncate: .towardZero
            case .floor: .down
            case .ceiling: .up
            }
        // Exact: 10^19 at most.
        let power = Double(WideMagnitude.powersOfTen[Int(digits.magnitude)])
        if digits < 0 { return (number / power).rounded(rule) * power + 0 }
        let scaled = number * power
        // Zeros are positive, as MariaDB shows them.
        return scaled.isFinite ? scaled.rounded(rule) / power + 0 : number
    }

    private func located(
        _ needle: Int32, _ operand: Int32, _ from: Int32, _ order: TextOrder, _ search: Node.Search,
        _ row: UnsafePointer<ColumnValue>
    ) throws(EvaluationFault) -> Value {
        guard let sought = try text(needle, row), let bytes = try text(operand, row) else { return .null }
        var first: Int128 = 1
        if from >= 0 {
            guard case .integer(let number) = try value(from, row) else { return .null }
            first = number
        }
        guard first > 0, first <= Int128(bytes.count) + 1 else { return .integer(0) }
        let position = order.position(of: sought, in: bytes, from: Int(first), search)
        return .integer(Int128(position))
    }
}
