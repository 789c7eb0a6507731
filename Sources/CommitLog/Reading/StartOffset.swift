import Bytes

/// Where a reader of a partition begins: `earliest`, `latest`, `offset:<number>` or `time:<ISO 8601>`.
public enum StartOffset: Sendable, Equatable {
    case earliest
    case latest
    /// At this offset of every partition that is read.
    case offset(Int64)
    /// At the first record of this time or later, in milliseconds since 1970.
    case time(Int64)

    /// - Returns: nil if the text is none of the four.
    public init?(_ text: String) {
        if text == "earliest" {
            self = .earliest
        } else if text == "latest" {
            self = .latest
        } else if text.hasPrefix("offset:"), let offset = Int64(text.dropFirst(7)), offset >= 0 {
            self = .offset(offset)
        } else if text.hasPrefix("time:"), let time = UTCTime.milliseconds(String(text.dropFirst(5))) {
            self = .time(time)
        } else {
            return nil
        }
    }

    /// How it may be written.
    public static let forms = ["earliest", "latest", "offset:<number>", "time:<ISO 8601>"]
}
