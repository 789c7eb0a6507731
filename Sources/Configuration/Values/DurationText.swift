/// Times as people write them: `100ms`, `30s`, `7d`.
public enum DurationText {
    private static let units: [(String, Int)] = [
        ("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000),
    ]

    /// The duration, or nil when the text is none: a whole number and one of ms, s, m, h, d.
    public static func parse(_ text: String) -> Duration? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let unit = text.dropFirst(digits.count)
        guard let number = Int64(digits), let factor = units.first(where: { $0.0 == unit })?.1 else { return nil }
        let (milliseconds, overflow) = number.multipliedReportingOverflow(by: Int64(factor))
        return overflow ? nil : .milliseconds(milliseconds)
    }

    /// The duration in the largest unit that divides it: `7d`.
    public static func text(_ duration: Duration) -> String {
        let milliseconds = duration.milliseconds
        for (unit, factor) in units.reversed() where milliseconds >= factor && milliseconds % factor == 0 {
            return "\(milliseconds / factor)\(unit)"
        }
        return "\(milliseconds)ms"
    }
}

extension Duration {
    /// Whole milliseconds, rounded down.
    public var milliseconds: Int {
        Int(components.seconds) * 1000 + Int(components.attoseconds / 1_000_000_000_000_000)
    }
}
