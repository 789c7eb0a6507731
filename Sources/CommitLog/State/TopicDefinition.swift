/// A topic: a name over a list of partitions.
public struct TopicDefinition: Sendable, Equatable {
    /// Number of the topic in this log, from 1, never given twice.
    public let id: UInt32
    public let name: String
    /// Kafka's topic id.
    public let uuid: LogUUID
    /// The log's numbers of partitions 0, 1, 2 …
    public let partitions: [PartitionID]
    /// What may not change while the topic lives (format, key, source).
    public let properties: [String: String]

    /// The same topic with other partitions.
    func with(partitions: [PartitionID]) -> TopicDefinition {
        TopicDefinition(id: id, name: name, uuid: uuid, partitions: partitions, properties: properties)
    }
}
