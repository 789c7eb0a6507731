import Binlog

/// A day and time of day in one number that sorts like the time: year·month·day·hour·minute·second in 16, 4, 5, 5, 6
/// and 6 bits, then 20 bits of microseconds. A DATE is its midnight; zero months and days keep their place.
package enum PackedMoment {
    @inline(__always)
    package static func pack(_ date: CivilDate) -> Int64 {
        (Int64(date.year) << 9 | Int64(date.month) << 5 | Int64(date.day)) << 37
    }

    @inline(__always)
    package static func pack(_ time: CivilDateTime) -> Int64 {
        let clock = Int64(time.hour) << 12 | Int64(time.minute) << 6 | Int64(time.second)
        return pack(time.date) | clock << 20 | Int64(time.microsecond)
    }

    /// A TIMESTAMP in UTC; the zero timestamp is the zero date.
    package static func pack(seconds: Int64, microseconds: UInt32) -> Int64 {
        if seconds == 0, microseconds == 0 { return 0 }
        let day = seconds / 86_400
        let second = seconds % 86_400
        let clock = (second / 3600) << 12 | (second / 60 % 60) << 6 | second % 60
        return pack(civil(days: Int(day))) | clock << 20 | Int64(microseconds)
    }

    /// The day that lies so many days after 1970-01-01 (eras of 400 years, years from March).
    package static func civil(days: Int) -> CivilDate {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        return CivilDate(
            year: UInt16(clamping: yearOfEra + era * 400 + (month <= 2 ? 1 : 0)), month: UInt8(month),
            day: UInt8(dayOfYear - (153 * marchMonth + 2) / 5 + 1))
    }

    @inline(__always)
    static func part(_ part: TemporalPart, of moment: Int64) -> Int64 {
        switch part {
        case .year: moment >> 46
        case .quarter: ((moment >> 42 & 0xF) + 2) / 3
        case .month: moment >> 42 & 0xF
        case .day: moment >> 37 & 0x1F
        case .hour: moment >> 32 & 0x1F
        case .minute: moment >> 26 & 0x3F
        case .second: moment >> 20 & 0x3F
        case .microsecond: moment & 0xFFFFF
        case .date: moment & ~0x1F_FFFF_FFFF
        case .timeHour: moment.magnitudeInt / 3_600_000_000
        case .timeMinute: moment.magnitudeInt / 60_000_000 % 60
        case .timeSecond: moment.magnitudeInt / 1_000_000 % 60
        case .timeMicrosecond: moment.magnitudeInt % 1_000_000
        }
    }
}

extension Int64 {
    @inline(__always)
    fileprivate var magnitudeInt: Int64 { Int64(truncatingIfNeeded: magnitude) }
}

/// Dates and times in the one form that both servers read in the same way: `2024-02-29`, `2024-02-29 10:11:12.5`,
/// `-10:11:12`.
package enum TemporalText {
    package static func moment(_ text: String) -> Int64? {
        let text = Array(text.utf8)
        guard text.count >= 10, let date = numbers(text[..<10], widths: [4, 2, 2], separator: 0x2D) else { return nil }
        guard date[1] <= 12, date[2] <= days(year: date[0], month: date[1]) else { return nil }
        let day = CivilDate(year: UInt16(date[0]), month: UInt8(date[1]), day: UInt8(date[2]))
        if text.count == 10 { return PackedMoment.pack(day) }
        guard text[10] == 0x20 || text[10] == 0x54, let clock = clock(text[11...], hourDigits: 2), clock.hour < 24
        else { return nil }
        return PackedMoment.pack(
            CivilDateTime(
                date: day, hour: UInt8(clock.hour), minute: UInt8(clock.minute), second: UInt8(clock.second),
                microsecond: UInt32(clock.microsecond)))
    }

    /// Microseconds of a TIME.
    package static func time(_ text: String) -> Int64? {
        let bytes = Array(text.utf8)
        let isNegative = bytes.first == 0x2D
        let digits = isNegative ? bytes.dropFirst() : bytes[...]
        guard let colon = digits.firstIndex(of: 0x3A) else { return nil }
        guard let clock = clock(digits, hourDigits: colon - digits.startIndex), clock.hour <= 838 else { return nil }
        let seconds = Int64(clock.hour * 3600 + clock.minute * 60 + clock.second)
        let microseconds = seconds * 1_000_000 + Int64(clock.microsecond)
        return isNegative ? -microseconds : microseconds
    }

    /// Digits after the point of a literal.
    static func fractionDigits(_ literal: Literal) -> Int {
        switch literal {
        case .timestamp(let text), .time(let text):
            text.firstIndex(of: ".").map { text.distance(from: $0, to: text.endIndex) - 1 } ?? 0
        default: 0
        }
    }

    private static func clock(
        _ text: ArraySlice<UInt8>, hourDigits: Int
    ) -> (hour: Int, minute: Int, second: Int, microsecond: Int)? {
        let length = hourDigits + 6
        guard hourDigits >= 1, hourDigits <= 3, text.count >= length else { return nil }
        let clockText = text.prefix(length)
        guard let clock = numbers(clockText, widths: [hourDigits, 2, 2], separator: 0x3A), clock[1] < 60, clock[2] < 60
        else { return nil }
        var fraction = text.dropFirst(length)
        var microseconds = 0
        if let point = fraction.popFirst() {
            guard point == 0x2E, (1...6).contains(fraction.count), fraction.allSatisfy(Lexer.isDigit) else {
                return nil
            }
            let digits = Array(fraction) + [UInt8](repeating: 0x30, count: 6 - fraction.count)
            microseconds = digits.reduce(0) { $0 * 10 + Int($1 & 0x0F) }
        }
        return (clock[0], clock[1], clock[2], microseconds)
    }

    private static func numbers(_ text: ArraySlice<UInt8>, widths: [Int], separator: UInt8) -> [Int]? {
        let parts = text.split(separator: separator, omittingEmptySubsequences: false)
        guard parts.count == widths.count else { return nil }
        var numbers: [Int] = []
        for (part, width) in zip(parts, widths) {
            guard part.count == width, part.allSatisfy(Lexer.isDigit) else { return nil }
            numbers.append(part.reduce(0) { $0 * 10 + Int($1 & 0x0F) })
        }
        return numbers
    }

    private static func days(year: Int, month: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension CivilDate {
    /// The day that lies so many days after 1970-01-01.
    public init(daysSince1970 days: Int) { self = PackedMoment.civil(days: days) }
}
