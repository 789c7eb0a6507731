/// Dates and times as the server prints them.
enum TemporalPrint {
    /// - Parameters:
    ///   - packed: a DATE or DATETIME as `PackedMoment`, a TIME as microseconds.
    ///   - digits: how many digits of the seconds' fraction are shown.
    static func text(_ packed: Int64, _ kind: ViewColumn.Kind, digits: Int) -> String {
        if kind == .time {
            let magnitude = Int64(truncatingIfNeeded: packed.magnitude)
            let seconds = magnitude / 1_000_000
            let clock = clock(seconds / 3600, seconds / 60 % 60, seconds % 60)
            return (packed < 0 ? "-" : "") + clock + fraction(magnitude % 1_000_000, digits: digits)
        }
        let day =
            "\(padded(packed >> 46, 4))-\(padded(packed >> 42 & 0xF, 2))-\(padded(packed >> 37 & 0x1F, 2))"
        if kind == .date { return day }
        let clock = clock(packed >> 32 & 0x1F, packed >> 26 & 0x3F, packed >> 20 & 0x3F)
        return "\(day) \(clock)\(fraction(packed & 0xFFFFF, digits: digits))"
    }

    private static func clock(_ hours: Int64, _ minutes: Int64, _ seconds: Int64) -> String {
        "\(padded(hours, 2)):\(padded(minutes, 2)):\(padded(seconds, 2))"
    }

    /// The rest is cut off.
    private static func fraction(_ microseconds: Int64, digits: Int) -> String {
        digits > 0 ? "." + padded(microseconds, 6).prefix(digits) : ""
    }

    private static func padded(_ number: Int64, _ width: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }
}
