import Bytes
import Glibc
import LeatConfiguration
import Logging

/// Writes log lines to standard error, one write for each line.
struct LineLogHandler: LogHandler {
    let label: String
    let format: LogLineFormat
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .info

    init(label: String, format: LogLineFormat, level: Logger.Level) {
        self.label = label
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
            var line = "\(time) \(event.level.rawValue) \(label) \(event.message)"
            for (key, value) in all { line += " \(key)=\(value)" }
            if let error = event.error { line += " error=\(error)" }
            StandardError.write(line.split(separator: "\n").joined(separator: " | ") + "\n")
        case .json:
            var line = "{\"time\":\"\(time)\",\"level\":\"\(event.level.rawValue)\",\"label\":"
            line += JSONText.quoted(label) + ",\"message\":" + JSONText.quoted("\(event.message)")
            if let error = event.error { line += ",\"error\":" + JSONText.quoted("\(error)") }
            if !all.isEmpty {
                let pairs = all.map { JSONText.quoted($0.key) + ":" + JSONText.quoted("\($0.value)") }
                line += ",\"metadata\":{" + pairs.joined(separator: ",") + "}"
            }
            StandardError.write(line + "}\n")
        }
    }
}
