import Bytes

/// The names behind the numbers in frames, gathered from the STATE, TOPIC and SOURCE frames that a reader passes.
public struct LogNames: Sendable {
    private var partitions: [PartitionID: String] = [:]
    private var sources: [SourceID: String] = [:]
    private(set) var topicCount = 0

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
        case .source:
            if let source = try? SourceRecord(&body) { sources[source.id] = source.name }
        default: break
        }
    }

    private mutating func add(_ topic: TopicDefinition) {
        topicCount += 1
        for (number, id) in topic.partitions.enumerated() { partitions[id] = "\(topic.name)-\(number)" }
    }
}
