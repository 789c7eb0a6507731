/// What EXTRACT takes of a date and time. The units of two words give the digits of all parts between them. WEEK is
/// left out: of dates like 2024-02-00 the servers give 613566753.
package enum ExtractedUnit: String, Sendable, CaseIterable {
    case microsecond, second, minute, hour, day, month, quarter, year
    case secondMicrosecond = "second_microsecond"
    case minuteMicrosecond = "minute_microsecond"
    case minuteSecond = "minute_second"
    case hourMicrosecond = "hour_microsecond"
    case hourSecond = "hour_second"
    case hourMinute = "hour_minute"
    case dayMicrosecond = "day_microsecond"
    case daySecond = "day_second"
    case dayMinute = "day_minute"
    case dayHour = "day_hour"
    case yearMonth = "year_month"

    /// The parts from the largest, each but the first with two digits, microseconds with six.
    var parts: [TemporalPart] {
        let clock: [TemporalPart] = [.day, .hour, .minute, .second, .microsecond]
        return switch self {
        case .microsecond: [.microsecond]
        case .second: [.second]
        case .minute: [.minute]
        case .hour: [.hour]
        case .day: [.day]
        case .month: [.month]
        case .quarter: [.quarter]
        case .year: [.year]
        case .secondMicrosecond: Array(clock[3...])
        case .minuteMicrosecond: Array(clock[2...])
        case .minuteSecond: Array(clock[2...3])
        case .hourMicrosecond: Array(clock[1...])
        case .hourSecond: Array(clock[1...3])
        case .hourMinute: Array(clock[1...2])
        case .dayMicrosecond: clock
        case .daySecond: Array(clock[...3])
        case .dayMinute: Array(clock[...2])
        case .dayHour: Array(clock[...1])
        case .yearMonth: [.year, .month]
        }
    }
}
