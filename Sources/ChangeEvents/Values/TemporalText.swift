import Binlog

/// DATE, TIME, DATETIME and TIMESTAMP in the form in which the server shows them: zero, partial and impossible dates
/// as they are stored, the fraction with exactly as many digits as the column has.
enum TemporalText {
    /// Most bytes that one value takes.
    static var lengthMax: Int { 32 }

    @inline(__always)
    static func append(_ date: CivilDate, to out: inout DigitOutput) {
        out.four(Int(date.year))
        out.byte(0x2D)
        out.two(Int(date.month))
        out.byte(0x2D)
        out.two(Int(date.day))
    }

    @inline(__always)
    static func append(_ value: CivilDateTime, fractionDigits: Int, to out: inout DigitOutput) {
        append(value.date, to: &out)
        out.byte(0x20)
        clock(hour: Int(value.hour), minute: Int(value.minute), second: Int(value.second), to: &out)
        fraction(value.microsecond, digits: fractionDigits, to: &out)
    }

    /// `-838:59:59.5`; at least two digits of hours.
    @inline(__always)
    static func append(_ time: TimeOfDay, fractionDigits: Int, to out: inout DigitOutput) {
        if time.microseconds < 0 { out.byte(0x2D) }
        let seconds = time.microseconds.magnitude / 1_000_000
        let hours = seconds / 3600
        if hours < 100 { out.two(Int(truncatingIfNeeded: hours)) } else { out.decimal(hours) }
        out.byte(0x3A)
        out.two(Int(truncatingIfNeeded: seconds / 60 % 60))
        out.byte(0x3A)
        out.two(Int(truncatingIfNeeded: seconds % 60))
        let rest = time.microseconds.magnitude &- seconds &* 1_000_000
        fraction(UInt32(truncatingIfNeeded: rest), digits: fractionDigits, to: &out)
    }

    /// A TIMESTAMP in UTC; 0 and 0 are the zero date.
    ///
    /// - Precondition: 0 ≤ seconds ≤ `TimestampText.secondsMax`.
    @inline(__always)
    static func appendTimestamp(
        seconds: Int64, microseconds: UInt32, fractionDigits: Int, to out: inout DigitOutput
    ) {
        if seconds == 0, microseconds == 0 {
            out.text("0000-00-00 00:00:00")
        } else {
            let day = seconds / 86_400
            let (year, month, dayOfMonth) = CivilCalendar.date(days: Int(truncatingIfNeeded: day))
            out.four(year)
            out.byte(0x2D)
            out.two(month)
            out.byte(0x2D)
            out.two(dayOfMonth)
            out.byte(0x20)
            let second = Int(truncatingIfNeeded: seconds &- day &* 86_400)
            clock(hour: second / 3600, minute: second / 60 % 60, second: second % 60, to: &out)
        }
        fraction(microseconds, digits: fractionDigits, to: &out)
    }

    @inline(__always)
    private static func clock(hour: Int, minute: Int, second: Int, to out: inout DigitOutput) {
        out.two(hour)
        out.byte(0x3A)
        out.two(minute)
        out.byte(0x3A)
        out.two(second)
    }

    @inline(__always)
    private static func fraction(_ microseconds: UInt32, digits: Int, to out: inout DigitOutput) {
        guard digits > 0 else { return }
        out.byte(0x2E)
        out.padded(microseconds, width: 6)
        out.at -= 6 &- digits
    }
}

extension CivilDate {
    /// "0000-00-00", or a date without a month or a day: what no calendar has and the server stores all the same.
    @inline(__always)
    var isIncomplete: Bool { month == 0 || day == 0 }
}
