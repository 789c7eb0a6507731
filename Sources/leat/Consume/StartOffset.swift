import ArgumentParser

/// Where `leat consume --from` begins.
enum StartOffset: Equatable, ExpressibleByArgument {
    case earliest
    case latest
    /// At this offset of every partition that is read.
    case offset(Int64)
    /// At the first record of this time or later, in milliseconds since 1970.
    case time(Int64)

    init?(argument: String) {
        if argument == "earliest" {
            self = .earliest
        } else if argument == "latest" {
            self = .latest
        } else if argument.hasPrefix("offset:"), let offset = Int64(argument.dropFirst(7)), offset >= 0 {
            self = .offset(offset)
        } else if argument.hasPrefix("time:"), let time = UTCTime.milliseconds(String(argument.dropFirst(5))) {
            self = .time(time)
        } else {
            return nil
        }
    }

    static var allValueStrings: [String] { ["earliest", "latest", "offset:<number>", "time:<ISO 8601>"] }
}
