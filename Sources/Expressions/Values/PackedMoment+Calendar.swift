extension PackedMoment {
    /// The bits of a moment's day.
    static let dayMask: Int64 = ~0x1F_FFFF_FFFF

    /// NULL for dates that lie nowhere.
    static func calendar(_ part: Node.CalendarPart, of moment: Int64) -> Value {
        let (year, month) = (moment >> 46, moment >> 42 & 0xF)
        if part == .lastDay {
            guard month > 0, month <= 12 else { return .null }
            return .temporal((year << 9 | month << 5 | length(year: year, month: month)) << 37)
        }
        guard let linear = linear(moment & dayMask) else { return .null }
        let day = linear / dayMicroseconds
        switch part {
        // 1970-01-01 was a Thursday.
        case .weekday: return .integer(Int128((day + 3) - ((day + 3) >= 0 ? (day + 3) / 7 : (day + 3 - 6) / 7) * 7))
        case .dayOfWeek:
            let shifted = day + 4
            return .integer(Int128(shifted - (shifted >= 0 ? shifted / 7 : (shifted - 6) / 7) * 7 + 1))
        default: return .integer(Int128(day - days(year: year, month: 1, day: 1) + 1))
        }
    }

    static func length(year: Int64, month: Int64) -> Int64 {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    static func shifted(_ moment: Int64, microseconds: Int64) -> Int64? {
        guard let linear = linear(moment) else { return nil }
        let (sum, overflow) = linear.addingReportingOverflow(microseconds)
        return overflow ? nil : Self.moment(linear: sum)
    }

    /// A day that the month does not have becomes its last one.
    static func shifted(_ moment: Int64, months: Int64) -> Int64? {
        guard linear(moment) != nil else { return nil }
        let total = (moment >> 46) * 12 + (moment >> 42 & 0xF) - 1 + months
        guard total >= 0, total < 120_000 else { return nil }
        let (year, month) = (total / 12, total % 12 + 1)
        let day = min(moment >> 37 & 0x1F, length(year: year, month: month))
        return (year << 9 | month << 5 | day) << 37 | moment & ~dayMask
    }

    /// Whole units from one moment to another.
    static func elapsed(_ unit: TimeUnit, from first: Int64, to second: Int64) -> Int64? {
        guard let start = linear(first), let end = linear(second) else { return nil }
        if let microseconds = unit.microseconds { return (end - start) / microseconds }
        let (low, high) = start <= end ? (first, second) : (second, first)
        var months = ((high >> 46) - (low >> 46)) * 12 + (high >> 42 & 0xF) - (low >> 42 & 0xF)
        // The days and clocks below the month.
        if high & 0x3FF_FFFF_FFFF < low & 0x3FF_FFFF_FFFF { months -= 1 }
        return months / (unit.months ?? 1) * (start <= end ? 1 : -1)
    }

    /// Seconds since 1970, in UTC; 0 outside of what a TIMESTAMP can be.
    static func unixTime(_ moment: Int64, digits: Int) -> Value {
        let linear = linear(moment) ?? -1
        let isInside = linear >= 0 && linear < 2_147_483_648_000_000
        let seconds = isInside ? linear : 0
        guard digits > 0 else { return isInside ? .integer(Int128(seconds / 1_000_000)) : .null }
        let step = Int64(WideMagnitude.powersOfTen[6 - min(6, digits)])
        return isInside
            ? .decimal(
                ExactDecimal(
                    magnitude: WideMagnitude(UInt128(seconds / step)), scale: min(6, digits), isNegative: false))
            : .null
    }
}
