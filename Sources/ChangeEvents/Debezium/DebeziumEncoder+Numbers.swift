import Binlog
import Bytes

extension DebeziumEncoder {
    /// A DECIMAL in the mode that the options say.
    @inline(__always)
    func appendDecimal(
        _ decimal: PackedDecimal, plan: ColumnPlan, to writer: inout ByteWriter
    ) throws(ChangeEventError) {
        do {
            guard options.decimal == .string else { return try appendOtherDecimal(decimal, to: &writer) }
            writer.append(0x22)
            try decimal.append(to: &writer)
            writer.append(0x22)
        } catch {
            throw self.error(.malformedValue, column: plan.column, "the packed DECIMAL cannot be read: \(error)")
        }
    }

    private func appendOtherDecimal(_ decimal: PackedDecimal, to writer: inout ByteWriter) throws(BytesError) {
        scratch.removeAll()
        try decimal.append(to: &scratch)
        if options.decimal == .precise {
            return TwosComplement(unscaledDigitsOf: scratch.bytes).appendBase64(to: &writer)
        }
        guard let number = Double(String(decoding: scratch.bytes, as: UTF8.self)) else {
            throw .malformed("digits that are no number", at: 0)
        }
        var out = DigitOutput(writer.freeSpace(FloatingPointText.lengthMax))
        FloatingPointText.append(number, to: &out)
        writer.commit(upTo: out.at)
    }

    /// A BIGINT UNSIGNED in another mode than `exact`.
    func appendBigintUnsigned(_ number: UInt64, to writer: inout ByteWriter) {
        if bigintUnsigned == .long {
            writer.appendDecimal(Int64(bitPattern: number))
        } else {
            TwosComplement(words: [0, 0, 0, number]).appendBase64(to: &writer)
        }
    }
}
