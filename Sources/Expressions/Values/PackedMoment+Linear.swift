import Binlog

/// Moments as microseconds since 1970-01-01, to calculate with.
extension PackedMoment {
    package static let dayMicroseconds: Int64 = 86_400_000_000

    /// Nil for dates with a zero month or day, which lie nowhere.
    package static func linear(_ moment: Int64) -> Int64? {
        let (year, month, day) = (moment >> 46, moment >> 42 & 0xF, moment >> 37 & 0x1F)
        guard month > 0, day > 0 else { return nil }
        let clock = secondOfDay(moment) * 1_000_000 + moment & 0xFFFFF
        return days(year: year, month: month, day: day) * dayMicroseconds + clock
    }

    static func secondOfDay(_ moment: Int64) -> Int64 {
        (moment >> 32 & 0x1F) * 3600 + (moment >> 26 & 0x3F) * 60 + (moment >> 20 & 0x3F)
    }

    /// The moment so many microseconds after 1970-01-01; nil outside of the years 0 to 9999.
    package static func moment(linear: Int64) -> Int64? {
        let day = (linear >= 0 ? linear : linear - dayMicroseconds + 1) / dayMicroseconds
        guard day >= -719_528, day <= 2_932_896 else { return nil }
        let rest = linear - day * dayMicroseconds
        let second = rest / 1_000_000
        let clock = (second / 3600) << 12 | (second / 60 % 60) << 6 | second % 60
        return pack(civil(days: Int(day))) | clock << 20 | rest % 1_000_000
    }

    /// Days since 1970-01-01 (eras of 400 years, years from March).
    package static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// The start of a window: windows begin at every multiple of `slide` since 1970-01-01 and are `size` long.
    ///
    /// - Parameter step: how many windows before the newest one that the time lies in.
    /// - Returns: NULL when the time does not lie in so many.
    static func window(_ moment: Int64, slide: Int64, size: Int64, step: Int64) -> Value {
        guard let time = linear(moment) else { return .null }
        let newest = (time >= 0 ? time : time - slide + 1) / slide * slide
        let start = newest - step * slide
        guard start + size > time, let moment = Self.moment(linear: start) else { return .null }
        return .temporal(moment)
    }
}
