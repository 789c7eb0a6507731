/// A TIMESTAMP as ISO 8601 text in UTC. It remembers the last day it wrote: rows come in the order of their commits,
/// and the calendar is the dear part.
struct TimestampText {
    /// The last second of the year 9999.
    static var secondsMax: Int64 { 253_402_300_799 }

    private var day: Int64 = .min
    /// `"2018-06-` and `20T`: a quotation mark, year, month and day.
    private var dateText: (UInt64, UInt32) = (0, 0)

    /// Appends `"2018-06-20T13:37:03.123Z"` with its quotation marks and exactly the fraction digits asked for.
    ///
    /// - Precondition: 0 ≤ seconds ≤ `secondsMax`.
    @inline(__always)
    mutating func append(seconds: Int64, microseconds: UInt32, fractionDigits: Int, to out: inout DigitOutput) {
        let today = seconds / 86_400
        if today != day { begin(today) }
        out.at.storeBytes(of: dateText.0, as: UInt64.self)
        (out.at + 8).storeBytes(of: dateText.1, as: UInt32.self)
        out.at += 12
        let second = Int(truncatingIfNeeded: seconds &- today &* 86_400)
        out.two(second / 3600)
        out.byte(0x3A)
        out.two(second / 60 % 60)
        out.byte(0x3A)
        out.two(second % 60)
        if fractionDigits > 0 {
            out.byte(0x2E)
            out.padded(microseconds, width: 6)
            out.at -= 6 &- fractionDigits
        }
        out.byte(0x5A)
        out.byte(0x22)
    }

    @inline(never)
    private mutating func begin(_ today: Int64) {
        let (year, month, dayOfMonth) = CivilCalendar.date(days: Int(today))
        withUnsafeTemporaryAllocation(byteCount: 16, alignment: 8) { scratch in
            guard let start = scratch.baseAddress else { return }
            var out = DigitOutput(start)
            out.byte(0x22)
            out.four(year)
            out.byte(0x2D)
            out.two(month)
            out.byte(0x2D)
            out.two(dayOfMonth)
            out.byte(0x54)
            dateText = (start.load(as: UInt64.self), start.load(fromByteOffset: 8, as: UInt32.self))
        }
        day = today
    }
}
