import Binlog

/// How WEEK and YEARWEEK count: the second argument's three bits, by the table of MariaDB's manual, "WEEK".
package struct WeekMode: Sendable {
    private let bits: UInt8

    /// Modes 0 to 7.
    init?(_ number: Int128) {
        guard let bits = UInt8(exactly: number), bits <= 7 else { return nil }
        self.bits = bits
    }

    private init(bits: UInt8) { self.bits = bits }

    /// Where nothing is said: `default_week_format` as the servers have it from the beginning.
    static let byDefault = WeekMode(bits: 0)
    /// ISO 8601: WEEKOFYEAR.
    static let iso = WeekMode(bits: 3)

    private var beginsOnMonday: Bool { bits & 1 != 0 }
    /// Whether days before week 1 belong to the last week of the year before, and not to week 0.
    private var countsOn: Bool { bits & 2 != 0 }
    /// Whether week 1 is the first that has four days in the year, and not the first that begins in it.
    private var takesFourDays: Bool { beginsOnMonday == (bits & 4 == 0) }

    /// The week of a day; nil for dates that lie nowhere.
    func week(of moment: Int64, withYear: Bool) -> (year: Int64, week: Int64)? {
        guard let day = PackedMoment.dayNumber(moment) else { return nil }
        let year = moment >> 46
        let start = start(of: year)
        if day < start {
            return countsOn || withYear ? (year - 1, (day - self.start(of: year - 1)) / 7 + 1) : (year, 0)
        }
        if countsOn || withYear, day >= self.start(of: year + 1) { return (year + 1, 1) }
        return (year, (day - start) / 7 + 1)
    }

    /// The number of the day that week 1 begins with.
    private func start(of year: Int64) -> Int64 {
        let first = PackedMoment.dayNumber(year: year, month: 1, day: 1)
        // Days whose number leaves 2 of 7 are Mondays.
        let weekday = ((first + (beginsOnMonday ? 5 : 6)) % 7 + 7) % 7
        if takesFourDays { return weekday <= 3 ? first - weekday : first + 7 - weekday }
        return first + (7 - weekday) % 7
    }
}

extension PackedMoment {
    /// TO_DAYS; nil for dates that lie nowhere.
    static func dayNumber(_ moment: Int64) -> Int64? {
        let (month, day) = (moment >> 42 & 0xF, moment >> 37 & 0x1F)
        guard month > 0, day > 0 else { return nil }
        return dayNumber(year: moment >> 46, month: month, day: day)
    }

    /// Days since the year 0, which the servers take for one without a 29th of February.
    static func dayNumber(year: Int64, month: Int64, day: Int64) -> Int64 {
        days(year: year, month: month, day: day) + 719_528 + (year == 0 && month <= 2 ? 1 : 0)
    }
}
