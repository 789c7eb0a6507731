import Binlog
import Bytes

extension DebeziumEncoder {
    /// A DECIMAL in the mode that the options say.
    @inline(__always)
    func appendDecimal(
        _ decimal: PackedDecimal, column: Int, to writer: inout ByteWriter
    ) throws(ChangeEventError) {
        guard options.decimal == .string else {
            return try appendOtherDecimal(decimal, column: column, to: &writer)
        }
        var out = DigitOutput(writer.freeSpace(DecimalText.lengthMax(decimal) + 2))
        out.byte(0x22)
        guard DecimalText.append(decimal, to: &out) else { throw malformedDecimal(column) }
        out.byte(0x22)
        writer.commit(upTo: out.at)
    }

    private func appendOtherDecimal(
        _ decimal: PackedDecimal, column: Int, to writer: inout ByteWriter
    ) throws(ChangeEventError) {
        if options.decimal == .double {
            guard let number = DecimalNumber.double(decimal) else { throw malformedDecimal(column) }
            var out = DigitOutput(writer.freeSpace(32))
            FloatingPointText.append(number, to: &out)
            writer.commit(upTo: out.at)
            return
        }
        guard let number = DecimalNumber.unscaled(decimal) else { throw malformedDecimal(column) }
        append(number, to: &writer)
    }

    /// A BIGINT UNSIGNED in another mode than `exact`.
    func appendBigintUnsigned(_ number: UInt64, to writer: inout ByteWriter) {
        if options.bigintUnsigned == .long {
            writer.appendDecimal(Int64(bitPattern: number))
        } else {
            append(TwosComplement(words: [0, 0, 0, number]), to: &writer)
        }
    }

    private func append(_ number: TwosComplement, to writer: inout ByteWriter) {
        writer.append(0x22)
        number.withShortestBytes { Base64.append($0, to: &writer) }
        writer.append(0x22)
    }

    @inline(never)
    private func malformedDecimal(_ column: Int) -> ChangeEventError {
        error(.malformedValue, column: column, "the packed DECIMAL does not follow its format")
    }
}
