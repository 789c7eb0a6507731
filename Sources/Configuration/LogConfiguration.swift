/// The lines that the process writes to standard error.
public struct LogConfiguration: Sendable, Equatable {
    public var format = LogLineFormat.text
    public var level = LogLevel.info

    public init() {}
}

/// How a log line looks.
public enum LogLineFormat: String, Sendable, CaseIterable {
    /// `2026-11-21T10:00:14.123Z info source.trade streaming from 0-1-42`
    case text
    /// One JSON object a line: time, level, label, message, and metadata where there is any.
    case json
}

/// The least weight of a line that is written.
public enum LogLevel: String, Sendable, CaseIterable {
    case trace, debug, info, notice, warning, error, critical
}

extension LogConfiguration {
    /// Reads the section `log`.
    init(_ section: Section) {
        format = section.choice("format", default: format)
        level = section.choice("level", default: level)
        section.finish()
    }
}
