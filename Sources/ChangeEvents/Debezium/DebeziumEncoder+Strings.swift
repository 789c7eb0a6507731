import Binlog
import Bytes
import Schema

extension DebeziumEncoder {
    /// A string or byte string, by what the column is.
    func appendBytes(
        _ bytes: UnsafeRawBufferPointer, plan: ColumnPlan, to writer: inout ByteWriter
    ) throws(ChangeEventError) {
        writer.append(0x22)
        switch plan.format {
        case .text:
            let start = writer.count
            if !JSONText.appendUTF8(bytes, to: &writer) {
                try appendIllegal(bytes, .utf8mb4, plan: plan, from: start, to: &writer)
            }
        case .utf8mb3Text:
            let start = writer.count
            if !JSONText.appendUTF8MB3(bytes, to: &writer) {
                try appendIllegal(bytes, .utf8mb3, plan: plan, from: start, to: &writer)
            }
        case .convertedText(let decoder):
            try appendConverted(bytes, decoder: decoder, plan: plan, to: &writer)
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

    /// Begins the text anew, with U+FFFD in the place of what is not legal.
    @inline(never)
    private func appendIllegal(
        _ bytes: UnsafeRawBufferPointer, _ charset: Charset, plan: ColumnPlan, from start: Int,
        to writer: inout ByteWriter
    ) throws(ChangeEventError) {
        writer.truncate(to: start)
        guard let decoder = TextDecoder(charset: charset) else { throw mismatch(plan) }
        try appendConverted(bytes, decoder: decoder, plan: plan, to: &writer)
    }

    @inline(never)
    private func appendConverted(
        _ bytes: UnsafeRawBufferPointer, decoder: TextDecoder, plan: ColumnPlan, to writer: inout ByteWriter
    ) throws(ChangeEventError) {
        if ColumnText.append(bytes, decoder: decoder, scratch: &scratch, to: &writer) { return }
        guard options.invalidText == .replace else {
            throw error(.invalidText, column: plan.column, "the text is not legal \(decoder.charset.rawValue)")
        }
        invalidTexts &+= 1
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
