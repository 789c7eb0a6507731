import Binlog
import ChangeEvents

/// What a point or span of time in a record is counted in.
enum CountedIn {
    case milliseconds, microseconds, nanoseconds

    /// - Returns: nil where the mode writes texts.
    init?(_ mode: DebeziumOptions.Time, fractionDigits: UInt16) {
        switch mode {
        case .adaptive, .adaptiveTimeMicroseconds: self = fractionDigits <= 3 ? .milliseconds : .microseconds
        case .connect: self = .milliseconds
        case .microseconds: self = .microseconds
        case .nanoseconds: self = .nanoseconds
        case .isostring: return nil
        }
    }

    @inline(__always)
    func microseconds(_ count: Int64) -> Int64? {
        switch self {
        case .milliseconds:
            let (product, over) = count.multipliedReportingOverflow(by: 1000)
            return over ? nil : product
        case .microseconds: return count
        case .nanoseconds: return count / 1000
        }
    }
}

extension CivilDate {
    /// The day of a number of days since 1970-01-01, in the calendar that SQL counts back without end.
    /// Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days.
    @inline(__always)
    init?(daysSince1970 days: Int64) {
        guard -800_000 < days, days < 3_000_000 else { return nil }
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        guard 0...9999 ~= year else { return nil }
        self.init(year: UInt16(year), month: UInt8(month), day: UInt8(day))
    }

    /// Days since 1970-01-01 of a day that a calendar has.
    var daysSince1970: Int64 {
        let shiftedYear = Int64(year) - (month <= 2 ? 1 : 0)
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let shiftedMonth = Int64(month) > 2 ? Int64(month) - 3 : Int64(month) + 9
        let dayOfYear = (153 * shiftedMonth + 2) / 5 + Int64(day) - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}

extension CivilDateTime {
    @inline(__always)
    init?(microsecondsSince1970 microseconds: Int64) {
        let dayLength: Int64 = 86_400_000_000
        let days = (microseconds >= 0 ? microseconds : microseconds - (dayLength - 1)) / dayLength
        guard let date = CivilDate(daysSince1970: days) else { return nil }
        let rest = microseconds - days * dayLength
        let seconds = Int(rest / 1_000_000)
        self.init(
            date: date, hour: UInt8(seconds / 3600), minute: UInt8(seconds / 60 % 60), second: UInt8(seconds % 60),
            microsecond: UInt32(rest % 1_000_000))
    }
}

/// Times that are written out: `2018-06-20Z`, `13:37:03.5Z`, `2018-06-20T13:37:03.5Z`.
struct ISOReader {
    private let text: UnsafeRawBufferPointer
    private var at = 0

    init(_ text: UnsafeRawBufferPointer) { self.text = text }

    static func date(_ text: UnsafeRawBufferPointer) -> CivilDate? {
        var reader = ISOReader(text)
        guard let date = reader.date(), reader.take(0x5A), reader.at == text.count else { return nil }
        return date
    }

    static func dateTime(_ text: UnsafeRawBufferPointer) -> CivilDateTime? {
        var reader = ISOReader(text)
        guard let date = reader.date(), reader.take(0x54), let (hour, minute, second) = reader.clock(), hour < 24,
            let fraction = reader.fraction(), reader.take(0x5A), reader.at == text.count
        else { return nil }
        return CivilDateTime(
            date: date, hour: UInt8(hour), minute: UInt8(minute), second: UInt8(second), microsecond: fraction)
    }

    static func time(_ text: UnsafeRawBufferPointer) -> TimeOfDay? {
        var reader = ISOReader(text)
        let isNegative = reader.take(0x2D)
        guard let (hour, minute, second) = reader.clock(), let fraction = reader.fraction(), reader.take(0x5A),
            reader.at == text.count
        else { return nil }
        let microseconds = ((Int64(hour) * 60 + Int64(minute)) * 60 + Int64(second)) * 1_000_000 + Int64(fraction)
        return TimeOfDay(microseconds: isNegative ? -microseconds : microseconds)
    }

    /// Seconds since 1970 and microseconds.
    static func timestamp(_ text: UnsafeRawBufferPointer) -> (seconds: Int64, microseconds: UInt32)? {
        guard let moment = dateTime(text) else { return nil }
        let clock = (Int64(moment.hour) * 60 + Int64(moment.minute)) * 60 + Int64(moment.second)
        return (moment.date.daysSince1970 * 86_400 + clock, moment.microsecond)
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard at < text.count, text[at] == byte else { return false }
        at += 1
        return true
    }

    private mutating func digits(_ count: ClosedRange<Int>) -> Int? {
        var (value, read) = (0, 0)
        while at < text.count, read < count.upperBound, text[at] &- 0x30 < 10 {
            value = value * 10 + Int(text[at] &- 0x30)
            at += 1
            read += 1
        }
        return read >= count.lowerBound ? value : nil
    }

    private mutating func date() -> CivilDate? {
        guard let year = digits(4...4), take(0x2D), let month = digits(2...2), take(0x2D), let day = digits(2...2),
            1...12 ~= month, 1...31 ~= day
        else { return nil }
        return CivilDate(year: UInt16(year), month: UInt8(month), day: UInt8(day))
    }

    private mutating func clock() -> (hour: Int, minute: Int, second: Int)? {
        guard let hour = digits(2...3), take(0x3A), let minute = digits(2...2), minute < 60, take(0x3A),
            let second = digits(2...2), second < 60
        else { return nil }
        return (hour, minute, second)
    }

    private mutating func fraction() -> UInt32? {
        guard take(0x2E) else { return 0 }
        let start = at
        guard let value = digits(1...6) else { return nil }
        var result = UInt32(value)
        for _ in (at - start)..<6 { result *= 10 }
        return result
    }
}
