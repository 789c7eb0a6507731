import Binlog

/// The Gregorian calendar carried back before its introduction, counted in days from 1970-01-01.
///
/// The arithmetic counts years from March, so that the leap day is a year's last, in eras of 400 years
/// (146,097 days); day 0 of era 0 is 0000-03-01, which is 719,468 days before 1970-01-01.
enum CivilCalendar {
    @inline(__always)
    static func days(year: Int, month: Int, day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    @inline(__always)
    static func date(days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
    }

    /// Days since 1970-01-01, or nil for what the server stores and no calendar has: "0000-00-00", "2024-00-10",
    /// and (with ALLOW_INVALID_DATES) "2023-02-31".
    @inline(__always)
    static func days(_ date: CivilDate) -> Int? {
        let (year, month, day) = (Int(date.year), Int(date.month), Int(date.day))
        guard month >= 1, month <= 12, day >= 1, day <= 28 || day <= length(year: year, month: month) else {
            return nil
        }
        return days(year: year, month: month, day: day)
    }

    private static func length(year: Int, month: Int) -> Int {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        default: 31
        }
    }
}
