import Binlog
import Bytes

extension MaxwellEncoder {
    /// Bytes that hold any value of fixed width: 20 digits, a quoted date and time, a UUID or an IPv6 address.
    private static var fixedLengthMax: Int { 56 }

    /// Whether the value is null in Maxwell's JSON: also the ENUM of an invalid value.
    @inline(__always)
    func isNull(_ value: ColumnValue) -> Bool {
        switch value {
        case .null, .enumeration(0): true
        case .date(let date): options.nullZeroDates && date.isIncomplete
        case .dateTime(let value): options.nullZeroDates && value.date.isIncomplete
        case .timestamp(let seconds, let microseconds): options.nullZeroDates && seconds == 0 && microseconds == 0
        default: false
        }
    }

    /// Appends a column's constant text without its first `skip` bytes, and its value.
    @inline(__always)
    func append(
        _ value: ColumnValue, plan: CellPlan, layout: borrowing CellLayout, skip: Int, to writer: inout ByteWriter
    ) throws(ChangeEventError) {
        var out = DigitOutput(writer.freeSpace(plan.prefixLength &+ 32 &+ Self.fixedLengthMax))
        out.padded(layout.prefix(plan) + skip, length: plan.prefixLength &- skip)
        switch value {
        case .signed(let number): out.decimal(number)
        case .unsigned(let number): out.decimal(number)
        case .null, .absent: out.text("null")
        case .bytes(let bytes):
            writer.commit(upTo: out.at)
            return try appendBytes(bytes, plan: plan, to: &writer)
        case .decimal(let decimal):
            writer.commit(upTo: out.at)
            return try appendDecimal(decimal, plan: plan, to: &writer)
        case .date(let date):
            if options.nullZeroDates, date.isIncomplete {
                appendNullDate(to: &out)
            } else {
                out.byte(0x22)
                TemporalText.append(date, to: &out)
                out.byte(0x22)
            }
        case .dateTime(let value):
            if options.nullZeroDates, value.date.isIncomplete {
                appendNullDate(to: &out)
            } else {
                out.byte(0x22)
                TemporalText.append(value, fractionDigits: plan.fractionDigits, to: &out)
                out.byte(0x22)
            }
        case .timestamp(let seconds, let microseconds):
            try append(seconds: seconds, microseconds: microseconds, plan: plan, to: &out)
        case .time(let time):
            out.byte(0x22)
            TemporalText.append(time, fractionDigits: plan.fractionDigits, to: &out)
            out.byte(0x22)
        case .year(let year): out.decimal(UInt64(year))
        case .enumeration(let index):
            writer.commit(upTo: out.at)
            return try appendMember(index, plan: plan, layout: layout, to: &writer)
        case .set(let bits):
            writer.commit(upTo: out.at)
            return try appendSet(bits, plan: plan, layout: layout, to: &writer)
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
            return try appendGeometry(stored, plan: plan, to: &writer)
        }
        writer.commit(upTo: out.at)
    }

    private func append(
        seconds: Int64, microseconds: UInt32, plan: CellPlan, to out: inout DigitOutput
    ) throws(ChangeEventError) {
        if options.nullZeroDates, seconds == 0, microseconds == 0 { return appendNullDate(to: &out) }
        guard seconds >= 0, seconds <= TimestampText.secondsMax else {
            throw error(.malformedValue, column: plan.column, "the timestamp \(seconds) is beyond the year 9999")
        }
        out.byte(0x22)
        TemporalText.appendTimestamp(
            seconds: seconds, microseconds: microseconds, fractionDigits: plan.fractionDigits, to: &out)
        out.byte(0x22)
    }

    /// A date that no calendar has.
    private func appendNullDate(to out: inout DigitOutput) {
        unrepresentableDates &+= 1
        out.text("null")
    }

    /// A document stands in the message as itself.
    private func appendDocument(
        _ json: UnsafeRawBufferPointer, plan: CellPlan, to writer: inout ByteWriter
    ) throws(ChangeEventError) {
        do {
            try BinaryDocument.appendText(json, to: &writer)
        } catch {
            throw self.error(.malformedValue, column: plan.column, "the binary JSON cannot be read: \(error)")
        }
    }

    private func appendGeometry(
        _ stored: UnsafeRawBufferPointer, plan: CellPlan, to writer: inout ByteWriter
    ) throws(ChangeEventError) {
        writer.append(0x22)
        do {
            try WellKnownText.append(stored, to: &writer)
        } catch {
            throw self.error(.malformedValue, column: plan.column, "the geometry cannot be read: \(error)")
        }
        writer.append(0x22)
    }

    @inline(never)
    func notFinite(_ plan: CellPlan) -> ChangeEventError {
        error(.malformedValue, column: plan.column, "infinity and NaN are no numbers of SQL or JSON")
    }

    @inline(never)
    func mismatch(_ plan: CellPlan) -> ChangeEventError {
        error(
            .mismatch, column: plan.column,
            "the value does not fit the column's type \(table.columns[plan.column].type)")
    }
}
