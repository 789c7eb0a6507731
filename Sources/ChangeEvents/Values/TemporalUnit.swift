/// What a point or span of time is counted in.
enum TemporalUnit {
    case milliseconds
    case microseconds
    case nanoseconds
    /// Not counted but written out, by ISO 8601.
    case text

    /// - Parameter fractionDigits: of the column; up to three of them milliseconds are enough.
    init(of mode: DebeziumOptions.Time, fractionDigits: UInt16) {
        switch mode {
        case .adaptive, .adaptiveTimeMicroseconds: self = fractionDigits <= 3 ? .milliseconds : .microseconds
        case .connect: self = .milliseconds
        case .microseconds: self = .microseconds
        case .nanoseconds: self = .nanoseconds
        case .isostring: self = .text
        }
    }

    /// Microseconds in this unit, rounded down; nil when they do not fit into it. Not for `text`.
    @inline(__always)
    func count(microseconds: Int64) -> Int64? {
        switch self {
        case .milliseconds: return microseconds >= 0 ? microseconds / 1000 : (microseconds - 999) / 1000
        case .microseconds, .text: return microseconds
        case .nanoseconds:
            let (count, overflow) = microseconds.multipliedReportingOverflow(by: 1000)
            return overflow ? nil : count
        }
    }
}
