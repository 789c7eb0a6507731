import Binlog

/// Dates and times written out by ISO 8601, with their quotation marks and Z, and with as many fraction digits as there
/// are: `"2018-06-20Z"`, `"13:37:03.5Z"`, `"2018-06-20T13:37:03Z"`.
enum ISOText {
    /// Most bytes that one value takes: a quoted date and time with six fraction digits.
    static var lengthMax: Int { 32 }

    static func append(_ date: CivilDate, to out: inout DigitOutput) {
        out.byte(0x22)
        appendDay(date, to: &out)
        out.text("Z\"")
    }

    static func append(_ value: CivilDateTime, to out: inout DigitOutput) {
        out.byte(0x22)
        appendDay(value.date, to: &out)
        out.byte(0x54)
        out.two(Int(value.hour))
        out.byte(0x3A)
        out.two(Int(value.minute))
        out.byte(0x3A)
        out.two(Int(value.second))
        appendFraction(value.microsecond, to: &out)
        out.text("Z\"")
    }

    /// A span of time; one that is negative or longer than a day is no time of day, and is written all the same.
    static func append(_ time: TimeOfDay, to out: inout DigitOutput) {
        out.byte(0x22)
        if time.microseconds < 0 { out.byte(0x2D) }
        let seconds = time.microseconds.magnitude / 1_000_000
        if seconds >= 360_000 { out.decimal(seconds / 360_000) }
        out.two(Int(seconds / 3600 % 100))
        out.byte(0x3A)
        out.two(Int(seconds / 60 % 60))
        out.byte(0x3A)
        out.two(Int(seconds % 60))
        appendFraction(UInt32(time.microseconds.magnitude % 1_000_000), to: &out)
        out.text("Z\"")
    }

    private static func appendDay(_ date: CivilDate, to out: inout DigitOutput) {
        out.four(Int(min(date.year, 9999)))
        out.byte(0x2D)
        out.two(Int(date.month))
        out.byte(0x2D)
        out.two(Int(date.day))
    }

    private static func appendFraction(_ microseconds: UInt32, to out: inout DigitOutput) {
        guard microseconds != 0 else { return }
        out.byte(0x2E)
        var (fraction, width) = (microseconds, 6)
        while fraction % 10 == 0 { (fraction, width) = (fraction / 10, width - 1) }
        out.padded(fraction, width: width)
    }
}
