import Binlog

extension Program {
    /// A node as a condition.
    package func verdict(_ index: Int32, _ row: UnsafePointer<ColumnValue>) throws(EvaluationFault) -> Verdict {
        switch nodes[Int(index)] {
        case .and(let one, let other):
            let left = try verdict(one, row)
            if left == .isFalse { return .isFalse }
            let right = try verdict(other, row)
            return right == .isFalse ? .isFalse : left == .isTrue ? right : .isUnknown
        case .or(let one, let other):
            let left = try verdict(one, row)
            if left == .isTrue { return .isTrue }
            let right = try verdict(other, row)
            return right == .isTrue ? .isTrue : left == .isFalse ? right : .isUnknown
        case .xor(let one, let other):
            let left = try verdict(one, row)
            if left == .isUnknown { return .isUnknown }
            let right = try verdict(other, row)
            return right == .isUnknown ? .isUnknown : Verdict(left != right)
        case .not(let operand):
            switch try verdict(operand, row) {
            case .isTrue: return .isFalse
            case .isFalse: return .isTrue
            case .isUnknown: return .isUnknown
            }
        case .isNull(let operand): return Verdict(try isNull(operand, row))
        case .isTrue(let operand): return Verdict(try verdict(operand, row) == .isTrue)
        case .isFalse(let operand): return Verdict(try verdict(operand, row) == .isFalse)
        case .any(let span): return try any(span, row)
        case .amongIntegers(let operand, let span, let hasNull):
            guard case .integer(let number) = try value(operand, row) else { return .isUnknown }
            return isAmong(number, span) ? .isTrue : hasNull ? .isUnknown : .isFalse
        case .compareIntegers(let comparison, let one, let other):
            let left = try integer(one, row)
            if left == nil, comparison.isUnknownWithNull { return .isUnknown }
            return comparison.verdict(left, try integer(other, row))
        case .compareReals(let comparison, let one, let other):
            let left = try value(one, row).double
            if left == nil, comparison.isUnknownWithNull { return .isUnknown }
            return comparison.verdict(left, try value(other, row).double)
        case .compareDecimals(let comparison, let one, let other):
            let left = try value(one, row).exact
            if left == nil, comparison.isUnknownWithNull { return .isUnknown }
            let right = try value(other, row).exact
            guard let left, let right else { return comparison.withNull(left == nil, right == nil) }
            return comparison.verdict(left.compared(to: right), 0)
        case .compareTemporals(let comparison, let one, let other):
            return comparison.verdict(try temporal(one, row), try temporal(other, row))
        case .compareTexts(let comparison, let one, let other, let collation):
            return try compareTexts(comparison, one, other, collation, row)
        case .like(let operand, let pattern, let escape, let collation):
            guard let found = try text(operand, row), let expected = try text(pattern, row) else { return .isUnknown }
            return Verdict(orders[Int(collation)].matches(found, pattern: expected, escape: escape))
        default: return try truth(try value(index, row))
        }
    }

    private func truth(_ value: Value) throws(EvaluationFault) -> Verdict {
        switch value {
        case .null: .isUnknown
        case .integer(let number): Verdict(number != 0)
        case .decimal(let number): Verdict(!number.isZero)
        case .real(let number): Verdict(number != 0)
        case .text(let bytes): Verdict(NumberText.double(bytes) != 0)
        case .temporal(let number): Verdict(number != 0)
        }
    }

    private func any(_ span: Node.Span, _ row: UnsafePointer<ColumnValue>) throws(EvaluationFault) -> Verdict {
        var result = Verdict.isFalse
        for index in span.first..<(span.first + span.count) {
            switch try verdict(links[Int(index)], row) {
            case .isTrue: return .isTrue
            case .isUnknown: result = .isUnknown
            case .isFalse: break
            }
        }
        return result
    }

    private func isAmong(_ number: Int128, _ span: Node.Span) -> Bool {
        var low = Int(span.first)
        var high = low + Int(span.count)
        let end = high
        while low < high {
            let middle = (low + high) / 2
            if integers[middle] < number { low = middle + 1 } else { high = middle }
        }
        return low < end && integers[low] == number
    }

    private func compareTexts(
        _ comparison: ComparisonOperator, _ one: Int32, _ other: Int32, _ collation: Int32,
        _ row: UnsafePointer<ColumnValue>
    ) throws(EvaluationFault) -> Verdict {
        let left = try text(one, row)
        let right = try text(other, row)
        guard let left, let right else { return comparison.withNull(left == nil, right == nil) }
        return comparison.verdict(orders[Int(collation)].compare(left, right), 0)
    }

    @inline(__always)
    private func integer(_ index: Int32, _ row: UnsafePointer<ColumnValue>) throws(EvaluationFault) -> Int128? {
        guard case .integer(let number) = try value(index, row) else { return nil }
        return number
    }

    @inline(__always)
    private func temporal(_ index: Int32, _ row: UnsafePointer<ColumnValue>) throws(EvaluationFault) -> Int64? {
        guard case .temporal(let number) = try value(index, row) else { return nil }
        return number
    }

    @inline(__always)
    package func text(_ index: Int32, _ row: UnsafePointer<ColumnValue>) throws(EvaluationFault)
        -> UnsafeRawBufferPointer?
    {
        guard case .text(let bytes) = try value(index, row) else { return nil }
        return bytes
    }

    private func isNull(_ index: Int32, _ row: UnsafePointer<ColumnValue>) throws(EvaluationFault) -> Bool {
        if case .column(.presence, let column) = nodes[Int(index)] {
            switch row[Int(column)] {
            case .absent: throw .absentColumn(Int(column))
            case .null: return true
            default: return false
            }
        }
        if case .null = try value(index, row) { return true }
        return false
    }
}

extension ComparisonOperator {
    /// The servers do not calculate the right side when the left one is NULL, and so find no fault in it.
    @inline(__always)
    fileprivate var isUnknownWithNull: Bool { self != .equalOrBothNull }

    @inline(__always)
    package func verdict<Number: Comparable>(_ one: Number?, _ other: Number?) -> Verdict {
        guard let one, let other else { return withNull(one == nil, other == nil) }
        return verdict(one, other)
    }

    @inline(__always)
    package func verdict<Number: Comparable>(_ one: Number, _ other: Number) -> Verdict {
        switch self {
        case .equal, .equalOrBothNull: Verdict(one == other)
        case .notEqual: Verdict(one != other)
        case .less: Verdict(one < other)
        case .lessOrEqual: Verdict(one <= other)
        case .greater: Verdict(one > other)
        case .greaterOrEqual: Verdict(one >= other)
        }
    }

    @inline(__always)
    package func withNull(_ one: Bool, _ other: Bool) -> Verdict {
        self == .equalOrBothNull ? Verdict(one && other) : .isUnknown
    }
}
