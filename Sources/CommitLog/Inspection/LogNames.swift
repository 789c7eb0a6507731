import Bytes

/// The names behind the numbers in frames, gathered from the STATE, TOPIC and SOURCE frames that a reader passes.
public struct LogNames: Sendable {
    private var partitions: [PartitionID: String] = [:]
    private var sources: [SourceID: String] = [:]
    private var topics: [UInt32: (name: String, partitions: Int)] = [:]
    var topicCount: Int { topics.count }

    var sourceCount: Int { sources.count }

    /// `orders-3`: the topic's name and Kafka's partition number; `#12` when no frame before told it.
    public func partition(_ id: PartitionID) -> String { partitions[id] ?? "#\(id)" }

    /// The source's name; nil for a frame without a source.
    public func source(_ id: SourceID) -> String? { id == 0 ? nil : sources[id] ?? "#\(id)" }

    /// A body that makes no sense teaches nothing: those who judge the log say so.
    mutating func take(_ content: FrameContent) {
        var body = ByteCursor(content.checkpoint)
        switch FrameKind(rawValue: content.header.kind) {
        case .state:
            guard let state = try? LogState(stateBody: &body) else { return }
            self = LogNames()
            state.topics.forEach { add($0) }
            for source in state.sources { sources[source.id] = source.name }
        case .topic:
            if let topic = try? TopicDefinition(&body) { add(topic) }
        case .topicChanged:
            if let change = try? TopicChange(&body) { take(change) }
        case .source:
            if let source = try? SourceRecord(&body) { sources[source.id] = source.name }
        default: break
        }
    }

    private mutating func add(_ topic: TopicDefinition) {
        topics[topic.id] = (topic.name, 0)
        add(topic.partitions, of: topic.id)
    }

    private mutating func add(_ ids: [PartitionID], of topic: UInt32) {
        guard let known = topics[topic] else { return }
        for (number, id) in ids.enumerated() { partitions[id] = "\(known.name)-\(known.partitions + number)" }
        topics[topic] = (known.name, known.partitions + ids.count)
    }

    private mutating func take(_ change: TopicChange) {
        switch change {
        case .made(let topic, _): add(topic)
        // Frames before it go on to name its partitions.
        case .deleted(let id): topics[id] = nil
        case .grown(let id, let ids): add(ids, of: id)
        }
    }
}
