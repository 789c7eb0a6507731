import Binlog
import Bytes

extension DebeziumEncoder {
    /// A string or byte string, by what the column is.
    func appendBytes(
        _ bytes: UnsafeRawBufferPointer, plan: ColumnPlan, to writer: inout ByteWriter
    ) throws(ChangeEventError) {
        writer.append(0x22)
        switch plan.format {
        case .text(let decoder):
            if !ColumnText.append(bytes, decoder: decoder, scratch: &scratch, to: &writer) {
                guard options.invalidText == .replace else {
                    throw error(
                        .invalidText, column: plan.column, "the text is not legal \(decoder.charset.rawValue)")
                }
                invalidTexts &+= 1
            }
        case .binary(let length):
            let zeros = max(0, length - bytes.count)
            switch options.binary {
            case .base64, .bytes: Base64.append(bytes, zeros: zeros, to: &writer)
            case .base64URLSafe: Base64.append(bytes, zeros: zeros, alphabet: .urlSafe, to: &writer)
            case .hex: Hexadecimal.append(bytes, zeros: zeros, to: &writer)
            }
        default:
            throw mismatch(plan)
        }
        writer.append(0x22)
    }

    /// An ENUM value: the member's text, empty for index 0 (what MySQL stores for a value it refused).
    func appendMember(
        _ index: UInt16, plan: ColumnPlan, layout: borrowing RowLayout, to writer: inout ByteWriter
    ) throws(ChangeEventError) {
        guard case .enumeration = plan.format, index <= plan.membersCount else { throw mismatch(plan) }
        writer.append(0x22)
        if index > 0 { writer.append(layout.member(Int(index) &- 1, of: plan)) }
        writer.append(0x22)
    }

    /// A SET value: the members with commas between them.
    func appendSet(
        _ bits: UInt64, plan: ColumnPlan, layout: borrowing RowLayout, to writer: inout ByteWriter
    ) throws(ChangeEventError) {
        guard case .set = plan.format, bits.bitWidth - bits.leadingZeroBitCount <= plan.membersCount else {
            throw mismatch(plan)
        }
        writer.append(0x22)
        var left = bits
        while left != 0 {
            if left != bits { writer.append(0x2C) }
            writer.append(layout.member(left.trailingZeroBitCount, of: plan))
            left &= left &- 1
        }
        writer.append(0x22)
    }

    /// BIT(1) as a boolean, longer ones as Base64 of their bytes, least significant first.
    func appendBit(
        _ bits: UnsafeRawBufferPointer, plan: ColumnPlan, to writer: inout ByteWriter
    ) throws(ChangeEventError) {
        guard case .bit(let isBoolean) = plan.format, bits.count <= 8 else { throw mismatch(plan) }
        if isBoolean {
            writer.append(bits.contains { $0 != 0 } ? "true" : "false")
            return
        }
        var number: UInt64 = 0
        for byte in bits { number = number << 8 | UInt64(byte) }
        writer.append(0x22)
        withUnsafeBytes(of: number.littleEndian) {
            Base64.append(UnsafeRawBufferPointer(rebasing: $0.prefix(bits.count)), to: &writer)
        }
        writer.append(0x22)
    }
}
