import Binlog
import Bytes

extension DebeziumEncoder {
    /// Bytes that hold any value of fixed width: 20 digits, a sign, a quoted timestamp.
    private static var fixedLengthMax: Int { 48 }

    /// Appends a column's constant text and its value.
    @inline(__always)
    func append(
        _ value: ColumnValue, plan: ColumnPlan, layout: borrowing RowLayout, to writer: inout ByteWriter
    ) throws(ChangeEventError) {
        var out = DigitOutput(writer.freeSpace(plan.prefixLength &+ 32 &+ Self.fixedLengthMax))
        out.padded(layout.prefix(plan), length: plan.prefixLength)
        switch value {
        case .signed(let number):
            out.decimal(number)
        case .unsigned(let number):
            if case .bigintUnsigned = plan.format, options.bigintUnsigned != .exact {
                writer.commit(upTo: out.at)
                return appendBigintUnsigned(number, to: &writer)
            }
            out.decimal(number)
        case .null:
            out.text("null")
        case .bytes(let bytes):
            writer.commit(upTo: out.at)
            return try appendBytes(bytes, plan: plan, to: &writer)
        case .decimal(let decimal):
            writer.commit(upTo: out.at)
            return try appendDecimal(decimal, plan: plan, to: &writer)
        case .date(let date):
            if let days = CivilCalendar.days(date) {
                out.decimal(Int64(days))
            } else {
                unrepresentable(plan, instead: "0", to: &out)
            }
        case .dateTime(let dateTime):
            try append(dateTime, plan: plan, to: &out)
        case .timestamp(let seconds, let microseconds):
            try append(seconds: seconds, microseconds: microseconds, plan: plan, to: &out)
        case .time(let time):
            out.decimal(options.time == .connect ? time.microseconds / 1000 : time.microseconds)
        case .year(let year):
            out.decimal(UInt64(year))
        case .enumeration(let index):
            writer.commit(upTo: out.at)
            return try appendMember(index, plan: plan, layout: layout, to: &writer)
        case .set(let bits):
            writer.commit(upTo: out.at)
            return try appendSet(bits, plan: plan, layout: layout, to: &writer)
        case .bit(let bits):
            writer.commit(upTo: out.at)
            return try appendBit(bits, plan: plan, to: &writer)
        case .float(let number):
            guard number.isFinite else { throw notFinite(plan) }
            FloatingPointText.append(number, to: &out)
        case .double(let number):
            guard number.isFinite else { throw notFinite(plan) }
            FloatingPointText.append(number, to: &out)
        case .absent:
            out.text("\"__debezium_unavailable_value\"")
        case .json(let json):
            writer.commit(upTo: out.at)
            return try appendDocument(json, plan: plan, to: &writer)
        case .geometry:
            throw error(.unsupportedType, column: plan.column, "geometry cannot be written as Debezium JSON yet")
        }
        writer.commit(upTo: out.at)
    }

    private func append(
        _ value: CivilDateTime, plan: ColumnPlan, to out: inout DigitOutput
    ) throws(ChangeEventError) {
        guard case .dateTime(let inMilliseconds) = plan.format else { throw mismatch(plan) }
        guard let days = CivilCalendar.days(value.date) else { return unrepresentable(plan, instead: "0", to: &out) }
        let minutes = (Int64(days) &* 24 &+ Int64(value.hour)) &* 60 &+ Int64(value.minute)
        let microseconds = (minutes &* 60 &+ Int64(value.second)) &* 1_000_000 &+ Int64(value.microsecond)
        out.decimal(inMilliseconds ? microseconds / 1000 : microseconds)
    }

    private func append(
        seconds: Int64, microseconds: UInt32, plan: ColumnPlan, to out: inout DigitOutput
    ) throws(ChangeEventError) {
        guard case .timestamp(let digits) = plan.format else { throw mismatch(plan) }
        guard seconds != 0 || microseconds != 0 else {
            return unrepresentable(plan, instead: "\"1970-01-01T00:00:00Z\"", to: &out)
        }
        guard seconds >= 0, seconds <= TimestampText.secondsMax else {
            throw error(.malformedValue, column: plan.column, "the timestamp \(seconds) is beyond the year 9999")
        }
        timestamps.pointee.append(seconds: seconds, microseconds: microseconds, fractionDigits: digits, to: &out)
    }

    /// A date that no calendar has.
    private func unrepresentable(_ plan: ColumnPlan, instead: StaticString, to out: inout DigitOutput) {
        unrepresentableDates &+= 1
        out.text(plan.isNullable ? "null" : instead)
    }

    @inline(never)
    private func notFinite(_ plan: ColumnPlan) -> ChangeEventError {
        error(.malformedValue, column: plan.column, "infinity and NaN are no numbers of SQL or JSON")
    }

    @inline(never)
    func mismatch(_ plan: ColumnPlan) -> ChangeEventError {
        error(
            .mismatch, column: plan.column,
            "the value does not fit the column's type \(table.columns[plan.column].type)")
    }
}
