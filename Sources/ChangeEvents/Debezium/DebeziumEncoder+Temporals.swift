import Binlog

extension DebeziumEncoder {
    @inline(__always)
    func append(_ date: CivilDate, plan: ColumnPlan, to out: inout DigitOutput) throws(ChangeEventError) {
        guard case .date(let isText) = plan.format else { throw mismatch(plan) }
        guard let days = CivilCalendar.days(date) else { return unrepresentable(plan, to: &out) }
        if isText { ISOText.append(date, to: &out) } else { out.decimal(Int64(days)) }
    }

    @inline(__always)
    func append(_ time: TimeOfDay, plan: ColumnPlan, to out: inout DigitOutput) throws(ChangeEventError) {
        guard case .time(let unit) = plan.format, time.microseconds.magnitude < 1 << 42 else { throw mismatch(plan) }
        if case .text = unit { return ISOText.append(time, to: &out) }
        out.decimal(unit.count(microseconds: time.microseconds) ?? 0)
    }

    @inline(__always)
    func append(_ value: CivilDateTime, plan: ColumnPlan, to out: inout DigitOutput) throws(ChangeEventError) {
        guard case .dateTime(let unit) = plan.format else { throw mismatch(plan) }
        guard let days = CivilCalendar.days(value.date) else { return unrepresentable(plan, to: &out) }
        if case .text = unit { return ISOText.append(value, to: &out) }
        let minutes = (Int64(days) &* 24 &+ Int64(value.hour)) &* 60 &+ Int64(value.minute)
        let microseconds = (minutes &* 60 &+ Int64(value.second)) &* 1_000_000 &+ Int64(value.microsecond)
        guard let count = unit.count(microseconds: microseconds) else { return unrepresentable(plan, to: &out) }
        out.decimal(count)
    }

    @inline(__always)
    func append(
        seconds: Int64, microseconds: UInt32, plan: ColumnPlan, to out: inout DigitOutput
    ) throws(ChangeEventError) {
        guard case .timestamp(let digits) = plan.format else { throw mismatch(plan) }
        guard seconds != 0 || microseconds != 0 else { return unrepresentable(plan, to: &out) }
        guard seconds >= 0, seconds <= TimestampText.secondsMax else {
            throw error(.malformedValue, column: plan.column, "the timestamp \(seconds) is beyond the year 9999")
        }
        timestamps.pointee.append(seconds: seconds, microseconds: microseconds, fractionDigits: digits, to: &out)
    }

    /// A date that no calendar has, or none of the unit: null, or the first instant of 1970 where null is not allowed.
    @inline(never)
    private func unrepresentable(_ plan: ColumnPlan, to out: inout DigitOutput) {
        unrepresentableDates &+= 1
        out.text(plan.isNullable ? "null" : plan.format.epoch)
    }
}

extension ColumnPlan.Format {
    /// The first instant of 1970 as a temporal column writes it.
    var epoch: StaticString {
        switch self {
        case .date(isText: true): "\"1970-01-01Z\""
        case .dateTime(.text), .timestamp: "\"1970-01-01T00:00:00Z\""
        default: "0"
        }
    }
}
