/// What is captured from a source and how it is written: one file below `pipelines/`.
///
/// Name, topics, partitions, key and format of a topic are fixed once the topic exists.
public struct PipelineConfiguration: Sendable, Equatable {
    public var name: String
    /// Asked in order: the first entry that matches a table takes it.
    public var capture: [CaptureConfiguration] = []
    /// What becomes of text that is not legal in its column's character set.
    public var invalidText = InvalidTextTreatment.stop
    public var debezium = DebeziumConfiguration()
    public var maxwell = MaxwellConfiguration()
    public var canal = CanalConfiguration()
    /// Queries over the captured tables that are kept up to date.
    public var views: [ViewConfiguration] = []

    public init(name: String) { self.name = name }
}

/// What becomes of text that is not legal in its column's character set.
public enum InvalidTextTreatment: String, Sendable, CaseIterable {
    /// The source stops and names the column.
    case stop
    /// U+FFFD stands in the place of what is wrong, and the value is counted.
    case replace
}

/// What a record is keyed by; records of one key keep their order.
public enum RecordKey: Sendable, Equatable {
    /// The table's primary key.
    case primary
    /// These columns, in this order.
    case columns([String])
    /// The table itself: everything of one table in one partition.
    case table
    /// The transaction: its changes of one topic in one partition.
    case transaction
    /// No key: everything of one table in one partition.
    case none
}

/// How a change is written.
public enum RecordFormat: String, Sendable, CaseIterable {
    case debezium
    case maxwell
    case canal
}
