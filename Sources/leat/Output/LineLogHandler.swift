import Bytes
import Glibc
import Logging

/// How log lines look.
enum LogFormat: String, Sendable, CaseIterable {
    /// `2026-11-21T10:00:14.123Z info source.trade streaming from 0-1-42`
    case text
    /// One JSON object a line.
    case json
}

/// Writes log lines to standard error, one write for each line.
struct LineLogHandler: LogHandler {
    let component: String
    let format: LogFormat
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .info

    init(component: String, format: LogFormat, level: Logger.Level) {
        self.component = component
        self.format = format
        logLevel = level
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
        let time = UTCTime.text(microseconds: UTCTime.now)
        switch format {
        case .text:
            var line = "\(time) \(event.level.rawValue) \(component) \(event.message)"
            for (key, value) in all { line += " \(key)=\(value)" }
            if let error = event.error { line += " error=\(error)" }
            StandardError.write(line.split(separator: "\n").joined(separator: " | ") + "\n")
        case .json:
            var line = "{\"time\":\"\(time)\",\"level\":\"\(event.level.rawValue)\",\"component\":"
            line += JSONText.quoted(component) + ",\"message\":" + JSONText.quoted("\(event.message)")
            for (key, value) in all { line += "," + JSONText.quoted(key) + ":" + JSONText.quoted("\(value)") }
            if let error = event.error { line += ",\"error\":" + JSONText.quoted("\(error)") }
            StandardError.write(line + "}\n")
        }
    }
}
