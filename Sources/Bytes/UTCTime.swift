import Glibc

/// Moments as ISO 8601 text in UTC.
public enum UTCTime {
    /// Microseconds since 1970.
    public static var now: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
    }

    /// `2026-11-21T10:00:14.123Z`
    public static func text(microseconds: Int64) -> String {
        var seconds = time_t(microseconds.quotientAndRemainder(dividingBy: 1_000_000).quotient)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        let milliseconds = Int(microseconds % 1_000_000) / 1000
        return "\(padded(parts.tm_year + 1900, 4))-\(padded(parts.tm_mon + 1, 2))-\(padded(parts.tm_mday, 2))T"
            + "\(padded(parts.tm_hour, 2)):\(padded(parts.tm_min, 2)):\(padded(parts.tm_sec, 2))."
            + "\(padded(Int32(milliseconds), 3))Z"
    }

    /// Milliseconds since 1970 of an ISO 8601 time: `2026-11-21T10:00:14Z`, with a fraction, an offset such as
    /// `+08:00`, or a date alone, which means its midnight in UTC. nil when the text is none.
    public static func milliseconds(_ text: String) -> Int64? {
        guard let match = text.wholeMatch(of: pattern) else { return nil }
        var parts = tm()
        parts.tm_year = (Int32(match.1) ?? 0) - 1900
        parts.tm_mon = (Int32(match.2) ?? 0) - 1
        parts.tm_mday = Int32(match.3) ?? 0
        parts.tm_hour = match.4.flatMap { Int32($0) } ?? 0
        parts.tm_min = match.5.flatMap { Int32($0) } ?? 0
        parts.tm_sec = match.6.flatMap { Int32($0) } ?? 0
        let isLegal =
            (0..<12).contains(parts.tm_mon) && (1...31).contains(parts.tm_mday) && parts.tm_hour < 24
            && parts.tm_min < 60 && parts.tm_sec < 61
        guard isLegal else { return nil }
        let fraction = match.7.map { Int64($0.padding(to: 3)) ?? 0 } ?? 0
        var offset: Int64 = 0
        if let sign = match.9, let hours = match.10.flatMap({ Int64($0) }),
            let minutes = match.11.flatMap({ Int64($0) })
        {
            offset = (hours * 60 + minutes) * (sign == "-" ? -60 : 60)
        }
        return (Int64(timegm(&parts)) - offset) * 1000 + fraction
    }

    private static var pattern:
        Regex<
            (
                Substring, Substring, Substring, Substring, Substring?, Substring?, Substring?, Substring?, Substring?,
                Substring?, Substring?, Substring?
            )
        >
    {
        /(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|([+-])(\d\d):?(\d\d))?)?/
    }

    private static func padded(_ number: Int32, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

extension Substring {
    /// The first `count` digits of a fraction, with zeros for missing ones.
    fileprivate func padding(to count: Int) -> String {
        String(prefix(count)) + String(repeating: "0", count: Swift.max(0, count - self.count))
    }
}
