import Binlog
import Bytes

extension CanalEncoder {
    /// Bytes that hold any value of fixed width: 20 digits, a quoted date and time, a UUID or an IPv6 address.
    private static var fixedLengthMax: Int { 56 }

    /// Appends a column's constant text without its first `skip` bytes, and its value: a text, or null.
    @inline(__always)
    func append(
        _ value: ColumnValue, plan: CellPlan, layout: borrowing CellLayout, skip: Int, to writer: inout ByteWriter
    ) throws(ChangeEventError) {
        var out = DigitOutput(writer.freeSpace(plan.prefixLength &+ 32 &+ Self.fixedLengthMax))
        out.padded(layout.prefix(plan) + skip, length: plan.prefixLength &- skip)
        if case .null = value {
            out.text("null")
            return writer.commit(upTo: out.at)
        }
        out.byte(0x22)
        switch value {
        case .signed(let number): out.decimal(number)
        case .unsigned(let number): out.decimal(number)
        case .null, .absent: break
        case .bytes(let bytes):
            // The addresses bring quotation marks with them.
            let isAddress = plan.content == .uuid || plan.content == .inet4 || plan.content == .inet6
            writer.commit(upTo: isAddress ? out.at - 1 : out.at)
            return try appendBytes(bytes, plan: plan, to: &writer)
        case .decimal(let decimal):
            writer.commit(upTo: out.at)
            return try appendDecimal(decimal, plan: plan, to: &writer)
        case .date(let date): TemporalText.append(date, to: &out)
        case .dateTime(let value): TemporalText.append(value, fractionDigits: plan.fractionDigits, to: &out)
        case .timestamp(let seconds, let microseconds):
            guard seconds >= 0, seconds <= TimestampText.secondsMax else {
                throw error(.malformedValue, column: plan.column, "the timestamp \(seconds) is beyond the year 9999")
            }
            TemporalText.appendTimestamp(
                seconds: seconds, microseconds: microseconds, fractionDigits: plan.fractionDigits, to: &out)
        case .time(let time): TemporalText.append(time, fractionDigits: plan.fractionDigits, to: &out)
        case .year(let year): out.four(Int(year))
        case .enumeration(let index): out.decimal(UInt64(index))
        case .set(let bits): out.decimal(bits)
        case .bit(let bits):
            guard bits.count <= 8 else { throw mismatch(plan) }
            out.decimal(bits.reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
        case .float(let number):
            guard number.isFinite else { throw notFinite(plan) }
            FloatingPointText.append(number, to: &out)
        case .double(let number):
            guard number.isFinite else { throw notFinite(plan) }
            FloatingPointText.append(number, to: &out)
        case .json(let json):
            writer.commit(upTo: out.at)
            return try appendDocument(json, plan: plan, to: &writer)
        case .geometry(let stored):
            writer.commit(upTo: out.at)
            JSONText.appendISO88591(stored, escapes: .small, to: &writer)
            return writer.append(0x22)
        }
        out.byte(0x22)
        writer.commit(upTo: out.at)
    }

    /// What follows the first quotation mark of a string, byte string or vector; the whole of an address.
    private func appendBytes(
        _ bytes: UnsafeRawBufferPointer, plan: CellPlan, to writer: inout ByteWriter
    ) throws(ChangeEventError) {
        switch plan.content {
        case .text: try appendText(bytes, plan: plan, to: &writer)
        case .binary, .vector: JSONText.appendISO88591(bytes, escapes: .small, to: &writer)
        case .uuid: return AddressText.appendUUID(bytes, to: &writer)
        case .inet4: return AddressText.appendINET4(bytes, to: &writer)
        case .inet6: return AddressText.appendINET6(bytes, to: &writer)
        case .other: throw mismatch(plan)
        }
        writer.append(0x22)
    }

    @inline(__always)
    private func appendText(
        _ bytes: UnsafeRawBufferPointer, plan: CellPlan, to writer: inout ByteWriter
    ) throws(ChangeEventError) {
        guard let decoder = plan.decoder else { throw mismatch(plan) }
        if !ColumnText.append(bytes, decoder: decoder, escapes: .small, scratch: &scratch, to: &writer) {
            guard options.invalidText == .replace else {
                throw error(.invalidText, column: plan.column, "the text is not legal \(decoder.charset.rawValue)")
            }
            replacedTexts &+= 1
        }
    }

    /// A DECIMAL as Canal's decoder leaves it: the fraction's last digits, those beyond its groups of nine, are not
    /// there when all of them are zero: "100.0" for 100.00 of DECIMAL(10,2), while 1.50 stays "1.50".
    @inline(__always)
    private func appendDecimal(
        _ decimal: PackedDecimal, plan: CellPlan, to writer: inout ByteWriter
    ) throws(ChangeEventError) {
        do {
            try decimal.append(to: &writer)
        } catch {
            throw self.error(.malformedValue, column: plan.column, "the packed DECIMAL cannot be read: \(error)")
        }
        let rest = Int(decimal.scale % 9)
        if rest > 0, writer.bytes.suffix(rest).allSatisfy({ $0 == 0x30 }) {
            writer.truncate(to: writer.count - rest)
            if decimal.scale < 9 { writer.append(0x30) }
        }
        writer.append(0x22)
    }

    /// A document's text as a string.
    private func appendDocument(
        _ json: UnsafeRawBufferPointer, plan: CellPlan, to writer: inout ByteWriter
    ) throws(ChangeEventError) {
        guard !json.isEmpty else { return writer.append(0x22) }
        scratch.removeAll(keepingCapacityUpTo: 1 << 20)
        do {
            try BinaryDocument.appendText(json, style: .canal, to: &scratch)
        } catch {
            throw self.error(.malformedValue, column: plan.column, "the binary JSON cannot be read: \(error)")
        }
        // The document's text was checked when it was written.
        _ = JSONText.appendUTF8(scratch.bytes, escapes: .small, to: &writer)
        writer.append(0x22)
    }

    @inline(never)
    private func notFinite(_ plan: CellPlan) -> ChangeEventError {
        error(.malformedValue, column: plan.column, "infinity and NaN are no numbers of SQL or JSON")
    }

    @inline(never)
    private func mismatch(_ plan: CellPlan) -> ChangeEventError {
        error(
            .mismatch, column: plan.column,
            "the value does not fit the column's type \(table.columns[plan.column].type)")
    }
}
