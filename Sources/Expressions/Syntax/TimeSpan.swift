/// The units of intervals.
package enum TimeUnit: String, Sendable, CaseIterable {
    case microsecond, second, minute, hour, day, week, month, quarter, year

    /// Of the units that are as long always.
    var microseconds: Int64? {
        switch self {
        case .microsecond: 1
        case .second: 1_000_000
        case .minute: 60_000_000
        case .hour: 3_600_000_000
        case .day: PackedMoment.dayMicroseconds
        case .week: 7 * PackedMoment.dayMicroseconds
        case .month, .quarter, .year: nil
        }
    }

    var months: Int64? {
        switch self {
        case .month: 1
        case .quarter: 3
        case .year: 12
        default: nil
        }
    }

    /// Whether a DATE that is moved by it stays one.
    var keepsDay: Bool {
        switch self {
        case .microsecond, .second, .minute, .hour: false
        case .day, .week, .month, .quarter, .year: true
        }
    }
}

/// `INTERVAL 3 MONTH`: so many months, or so many microseconds.
package struct TimeSpan: Sendable, Equatable {
    let months: Int64
    let microseconds: Int64
    let unit: TimeUnit

    init(count: Int64, unit: TimeUnit) {
        months = count * (unit.months ?? 0)
        microseconds = count * (unit.microseconds ?? 0)
        self.unit = unit
    }
}

/// What CAST makes.
package enum CastTarget: Sendable, Equatable {
    case signed, unsigned, text, day, real
    case moment(fraction: Int)
    case decimal(precision: Int, scale: Int)
}
