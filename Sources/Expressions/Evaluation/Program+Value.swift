import Binlog
import Bytes

extension Program {
    /// A node's value.
    package func value(_ index: Int32, _ row: UnsafePointer<ColumnValue>) throws(EvaluationFault) -> Value {
        switch nodes[Int(index)] {
        case .constant(let value): return value
        case .given(let index): return given[Int(index)]
        case .rounded(let operand, let scale):
            guard let number = try value(operand, row).exact else { return .null }
            guard let rounded = number.rounded(to: Int(scale)) else { throw .outOfRange }
            return .decimal(rounded)
        case .window(let operand, let slide, let size):
            guard case .temporal(let moment) = try value(operand, row) else { return .null }
            return PackedMoment.window(moment, slide: slide, size: size, step: windowStep)
        case .column(let reader, let column): return try read(reader, Int(column), row)
        case .text(let source):
            let column = sources[Int(source)].column
            guard let bytes = try sources[Int(source)].read(row[column]) else { return .null }
            return .text(bytes)
        case .integerArithmetic(let operation, let one, let other, let isUnsigned):
            guard case .integer(let left) = try value(one, row), case .integer(let right) = try value(other, row)
            else { return .null }
            return try Self.integer(operation, left, right, isUnsigned: isUnsigned)
        case .decimalArithmetic(let operation, let one, let other, let scale):
            guard let left = try value(one, row).exact, let right = try value(other, row).exact else { return .null }
            return try Self.decimal(operation, left, right, scale: Int(scale))
        case .realArithmetic(let operation, let one, let other):
            guard let left = try value(one, row).double, let right = try value(other, row).double else { return .null }
            return try Self.real(operation, left, right)
        case .inRange(let operand, let isUnsigned):
            guard case .integer(let number) = try value(operand, row) else { return .null }
            return .integer(try Self.inRange(number, isUnsigned: isUnsigned))
        case .negative(let operand): return try Self.negative(try value(operand, row))
        case .magnitude(let operand): return try Self.magnitude(try value(operand, row))
        case .asReal(let operand): return try value(operand, row).double.map { .real($0) } ?? .null
        case .asDecimal(let operand): return try value(operand, row).exact.map { .decimal($0) } ?? .null
        case .choice(let span, let otherwise): return try choose(span, otherwise, row)
        case .coalesce(let span):
            for link in span.first..<(span.first + span.count) {
                let value = try value(links[Int(link)], row)
                if case .null = value { continue }
                return value
            }
            return .null
        case .nullIf(let condition, let operand):
            return try verdict(condition, row) == .isTrue ? .null : try value(operand, row)
        case .part(let part, let operand):
            guard case .temporal(let number) = try value(operand, row) else { return .null }
            let result = PackedMoment.part(part, of: number)
            return part == .date ? .temporal(result) : .integer(Int128(result))
        case .length(let operand, let inCharacters):
            guard let bytes = try text(operand, row) else { return .null }
            return .integer(Int128(inCharacters ? TextSlice.characters(bytes) : bytes.count))
        case .slice(let slice, let operand, let first, let second, let inCharacters):
            return try self.slice(slice, operand, first, second, inCharacters: inCharacters, row)
        case .trim(let operand): return try text(operand, row).map { .text(TextSlice.trimmed($0)) } ?? .null
        case .concat(let span, let slot): return try concat(span, Int(slot), row)
        case .and, .or, .xor, .not, .isNull, .isTrue, .isFalse, .compareIntegers, .compareDecimals, .compareReals,
            .compareTemporals, .compareTexts, .amongIntegers, .any, .like:
            return .truth(try verdict(index, row))
        default: return try viewValue(nodes[Int(index)], row)
        }
    }

    @inline(__always)
    private func read(
        _ reader: ColumnReader, _ column: Int, _ row: UnsafePointer<ColumnValue>
    ) throws(EvaluationFault) -> Value {
        let value = row[column]
        switch (reader, value) {
        case (_, .null): return .null
        case (.integer, .signed(let number)): return .integer(Int128(number))
        case (.integer, .unsigned(let number)): return .integer(Int128(number))
        case (.integer, .year(let year)): return .integer(Int128(year))
        case (.bytes, .bytes(let bytes)): return .text(bytes)
        case (.decimal, .decimal(let packed)):
            guard let number = ExactDecimal(packed) else { throw .malformedValue(column) }
            return .decimal(number)
        case (.real, .double(let number)): return .real(number)
        case (.real, .float(let number)): return .real(Double(number))
        case (.date, .date(let date)): return .temporal(PackedMoment.pack(date))
        case (.dateTime, .dateTime(let time)): return .temporal(PackedMoment.pack(time))
        case (.timestamp, .timestamp(let seconds, let microseconds)):
            return .temporal(PackedMoment.pack(seconds: seconds, microseconds: microseconds))
        case (.time, .time(let time)): return .temporal(time.microseconds)
        case (.memberNumber, .enumeration(let index)): return .integer(Int128(index))
        case (.setNumber, .set(let bits)): return .integer(Int128(bits))
        case (.bits, .bit(let bits)): return .integer(bits.prefix(8).reduce(0) { $0 << 8 | Int128($1) })
        case (_, .absent): throw .absentColumn(column)
        default: throw .malformedValue(column)
        }
    }

    private func choose(
        _ span: Node.Span, _ otherwise: Int32, _ row: UnsafePointer<ColumnValue>
    ) throws(EvaluationFault) -> Value {
        for link in stride(from: Int(span.first), to: Int(span.first + span.count), by: 2) {
            if try verdict(links[link], row) == .isTrue { return try value(links[link + 1], row) }
        }
        return try value(otherwise, row)
    }

    private func slice(
        _ slice: Node.Slice, _ operand: Int32, _ first: Int32, _ second: Int32, inCharacters: Bool,
        _ row: UnsafePointer<ColumnValue>
    ) throws(EvaluationFault) -> Value {
        guard let bytes = try text(operand, row), case .integer(let one) = try value(first, row) else { return .null }
        let slicer = TextSlice(bytes, inCharacters: inCharacters)
        switch slice {
        case .left: return .text(slicer.left(Int(clamping: one)))
        case .right: return .text(slicer.right(Int(clamping: one)))
        case .rest: return .text(slicer.middle(from: Int(clamping: one), count: .max))
        case .middle:
            guard case .integer(let count) = try value(second, row) else { return .null }
            return .text(slicer.middle(from: Int(clamping: one), count: Int(clamping: count)))
        }
    }

    private func concat(
        _ span: Node.Span, _ slot: Int, _ row: UnsafePointer<ColumnValue>
    ) throws(EvaluationFault) -> Value {
        slots[slot].removeAll(keepingCapacityUpTo: TextSource.scratchBytesMax)
        for link in span.first..<(span.first + span.count) {
            switch try value(links[Int(link)], row) {
            case .null: return .null
            case .text(let bytes): slots[slot].append(bytes)
            case .integer(let number):
                if number < 0 { slots[slot].append(0x2D) }
                slots[slot].appendDecimal(UInt64(truncatingIfNeeded: number.magnitude))
            case .decimal(let number):
                slots[slot].appendDirect(capacity: 100) { number.write(into: $0) }
            case .real, .temporal: return .null
            }
        }
        return .text(slots[slot].bytes)
    }
}
