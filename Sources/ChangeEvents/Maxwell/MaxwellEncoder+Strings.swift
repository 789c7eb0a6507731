import Binlog
import Bytes

extension MaxwellEncoder {
    /// A string, byte string, UUID, address or vector, by what the column is.
    func appendBytes(
        _ bytes: UnsafeRawBufferPointer, plan: CellPlan, to writer: inout ByteWriter
    ) throws(ChangeEventError) {
        switch plan.content {
        case .text: try appendText(bytes, plan: plan, to: &writer)
        case .binary:
            writer.append(0x22)
            Base64.append(bytes, to: &writer)
            writer.append(0x22)
        case .uuid: AddressText.appendUUID(bytes, to: &writer)
        case .inet4: AddressText.appendINET4(bytes, to: &writer)
        case .inet6: AddressText.appendINET6(bytes, to: &writer)
        case .vector: try appendVector(bytes, plan: plan, to: &writer)
        case .other: throw mismatch(plan)
        }
    }

    @inline(__always)
    private func appendText(
        _ bytes: UnsafeRawBufferPointer, plan: CellPlan, to writer: inout ByteWriter
    ) throws(ChangeEventError) {
        guard let decoder = plan.decoder else { throw mismatch(plan) }
        writer.append(0x22)
        if !ColumnText.append(bytes, decoder: decoder, scratch: &scratch, to: &writer) {
            guard options.invalidText == .replace else {
                throw error(.invalidText, column: plan.column, "the text is not legal \(decoder.charset.rawValue)")
            }
            replacedTexts &+= 1
        }
        writer.append(0x22)
    }

    /// A VECTOR, which Maxwell does not know, as an array of numbers.
    private func appendVector(
        _ bytes: UnsafeRawBufferPointer, plan: CellPlan, to writer: inout ByteWriter
    ) throws(ChangeEventError) {
        guard bytes.count % 4 == 0 else { throw mismatch(plan) }
        writer.append(0x5B)
        for offset in stride(from: 0, to: bytes.count, by: 4) {
            let bits = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
            let number = Float(bitPattern: bits)
            guard number.isFinite else { throw notFinite(plan) }
            var out = DigitOutput(writer.freeSpace(FloatingPointText.lengthMax + 1))
            if offset > 0 { out.byte(0x2C) }
            FloatingPointText.append(number, to: &out)
            writer.commit(upTo: out.at)
        }
        writer.append(0x5D)
    }

    /// An ENUM value: the member's text, null for index 0 (what MySQL stores for a value it refused).
    func appendMember(
        _ index: UInt16, plan: CellPlan, layout: borrowing CellLayout, to writer: inout ByteWriter
    ) throws(ChangeEventError) {
        guard index <= plan.membersCount else { throw mismatch(plan) }
        guard index > 0 else { return writer.append("null") }
        writer.append(0x22)
        writer.append(layout.member(Int(index) &- 1, of: plan))
        writer.append(0x22)
    }

    /// A SET value: an array of its members.
    func appendSet(
        _ bits: UInt64, plan: CellPlan, layout: borrowing CellLayout, to writer: inout ByteWriter
    ) throws(ChangeEventError) {
        guard bits.bitWidth - bits.leadingZeroBitCount <= plan.membersCount else { throw mismatch(plan) }
        writer.append(0x5B)
        var left = bits
        while left != 0 {
            writer.append(left == bits ? "\"" : ",\"")
            writer.append(layout.member(left.trailingZeroBitCount, of: plan))
            writer.append(0x22)
            left &= left &- 1
        }
        writer.append(0x5D)
    }

    /// A DECIMAL as a bare number with all its digits, laid out as Java's BigDecimal.
    @inline(__always)
    func appendDecimal(
        _ decimal: PackedDecimal, plan: CellPlan, to writer: inout ByteWriter
    ) throws(ChangeEventError) {
        let start = writer.count
        do {
            try decimal.append(to: &writer)
        } catch {
            throw self.error(.malformedValue, column: plan.column, "the packed DECIMAL cannot be read: \(error)")
        }
        if decimal.scale > 6 { BigDecimalText.useExponent(from: start, scale: Int(decimal.scale), in: &writer) }
    }
}
