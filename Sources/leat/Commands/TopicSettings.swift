import KafkaClient
import LeatConfiguration

/// What a broker says of its topics beside their offsets, for people.
struct TopicSettings {
    private let settings: [String: [String: String]]

    init(_ topics: [String], _ client: KafkaClient) throws(KafkaClientError) {
        settings = try client.topicSettings(topics, keys: ["leat.source", "retention.ms", "retention.bytes"])
    }

    /// Nil for a topic that clients write to.
    func source(of topic: String) -> String? { settings[topic]?["leat.source"] }

    /// Nil: for ever.
    func milliseconds(of topic: String) -> Int64? { limit(topic, "retention.ms") }

    /// Nil: all.
    func bytes(of topic: String) -> Int64? { limit(topic, "retention.bytes") }

    /// `7d, 50GiB`
    func kept(_ topic: String) -> String {
        let time = milliseconds(of: topic).map { DurationText.text(.milliseconds($0)) }
        let size = bytes(of: topic).map { ByteSize.text(Int($0)) }
        let limits = [time, size].compactMap(\.self)
        return limits.isEmpty ? "for ever" : limits.joined(separator: ", ")
    }

    private func limit(_ topic: String, _ key: String) -> Int64? {
        settings[topic]?[key].flatMap { Int64($0) }.flatMap { $0 < 0 ? nil : $0 }
    }
}
