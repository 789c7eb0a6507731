import CommitLog

/// A topic's settings by Kafka's names: two can be set, the others are what they are.
enum TopicSettings {
    static let time = "retention.ms"
    static let bytes = "retention.bytes"
    /// Of topics that a source feeds: its name.
    static let source = "leat.source"

    /// What Kafka's tools look for, and what every topic here has.
    static let fixed: [ServerSetting] = [
        .list("cleanup.policy", "delete"), .text("compression.type", "producer"), .int("segment.bytes", 256 << 20),
        .int("max.message.bytes", KafkaServer.Options.producedBatchBytesUsual), .int("min.insync.replicas", 1),
        .text("message.timestamp.type", "CreateTime"), .flag("unclean.leader.election.enable", false),
    ]

    /// Takes one setting over.
    /// - Parameter value: nil is the default.
    /// - Returns: what is wrong with it, or nil.
    static func set(_ name: String, to value: String?, in retention: inout TopicRetention) -> String? {
        switch name {
        case time, bytes:
            var limit: Int64?
            if let value {
                guard let number = Int64(value), number >= -1 else {
                    return "\(name) is a number from 0 on, or -1 for no limit, not '\(value)'"
                }
                limit = number == -1 ? TopicRetention.unlimited : number
            }
            if name == time { retention.milliseconds = limit } else { retention.bytes = limit }
            return nil
        default: return problem(withFixed: name, value)
        }
    }

    private static func problem(withFixed name: String, _ value: String?) -> String? {
        guard let setting = fixed.first(where: { $0.name == name }) else {
            return "\(name) is not known here; what can be set is \(time) and \(bytes)"
        }
        if value == nil || value == setting.value { return nil }
        if name == "cleanup.policy" {
            return "cleanup.policy=\(value ?? "") is not supported: records go by age and size (delete)"
        }
        return "\(name) is \(setting.value) here and cannot be set"
    }

    /// Kafka's number for a limit: −1 is for ever, or everything.
    static func number(_ limit: Int64?) -> Int64 { limit == TopicRetention.unlimited ? -1 : limit ?? -1 }
}
