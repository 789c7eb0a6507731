import Expressions

/// One entry of a pipeline's `capture:` list: which tables, which of their rows and columns, to which topic, in how
/// many partitions, by which key; or, with an outbox, which messages their rows are.
public struct CaptureRule: Sendable, Equatable {
    /// More partitions than this in one topic are refused.
    public static let partitionsMax: Int32 = 100_000

    public let tables: [TablePattern]
    public let topic: TopicTemplate
    public let partitions: Int32
    public let key: KeyChoice
    public let format: ChangeFormat
    /// Which rows; all without it.
    public let filter: SQLExpression?
    public let columns: ColumnRules
    /// Rows are messages: topic, key and columns above do not count.
    public let outbox: OutboxRule?

    /// - Throws: `invalidPartitions` unless there is at least one partition and at most `partitionsMax`,
    ///   `invalidPattern` without any pattern, `invalidRule` for column rules that contradict each other.
    public init(
        tables: [TablePattern], topic: TopicTemplate, partitions: Int32 = 1, key: KeyChoice = .primary,
        format: ChangeFormat = .debezium, filter: SQLExpression? = nil, columns: ColumnRules = ColumnRules(),
        outbox: OutboxRule? = nil
    ) throws(RoutingError) {
        guard partitions >= 1, partitions <= Self.partitionsMax else {
            throw RoutingError(
                code: .invalidPartitions, what: "\(partitions) partitions for topic \(topic.text)",
                remedy: "Choose 1 to \(Self.partitionsMax) partitions.")
        }
        guard !tables.isEmpty else {
            throw RoutingError(
                code: .invalidPattern, what: "the capture rule of topic \(topic.text) names no table",
                remedy: "List its tables, for example tables: [notify.orders].")
        }
        try columns.check()
        self.tables = tables
        self.topic = topic
        self.partitions = partitions
        self.key = key
        self.format = format
        self.filter = filter
        self.columns = columns
        self.outbox = outbox
    }

    /// Whether one of the rule's patterns means this table.
    public func matches(database: String, table: String) -> Bool {
        tables.contains { $0.matches(database: database, table: table) }
    }
}
