/// The servers' latin1: Windows-1252, but with the five bytes that it leaves out (81, 8D, 8F, 90, 9D) as the control
/// characters U+0081 ….
/// Source: MySQL strings/ctype-latin1.cc, manual "West European Character Sets".
public enum Latin1 {
    /// The Unicode scalar of each byte.
    public static let scalars: [UInt16] = {
        var table = (0..<256).map { UInt16($0) }
        let windows: [UInt16] = [
            0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
            0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008D, 0x017D, 0x008F,
            0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
            0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178,
        ]
        table.replaceSubrange(0x80..<0xA0, with: windows)
        return table
    }()

    /// A short text as a String; the hot path writes `scalars` itself.
    public static func string(_ bytes: some Sequence<UInt8>) -> String {
        var text = String.UnicodeScalarView()
        // The table holds no surrogate, so that every entry is a scalar.
        for byte in bytes { text.append(Unicode.Scalar(scalars[Int(byte)]) ?? "\u{FFFD}") }
        return String(text)
    }
}
