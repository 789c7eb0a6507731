import Expressions

/// Which tables go to which topic, and which of their rows and columns.
public struct CaptureConfiguration: Sendable, Equatable {
    /// `database.table`, where `*` stands for any characters, none included; or a regular expression between slashes.
    /// At least one.
    public var tables: [String]
    /// Name of the topic; `{source}`, `{database}` and `{table}` are replaced.
    public var topic = "{source}.{database}.{table}"
    /// Number of partitions of each topic that this entry makes.
    public var partitions = 8
    public var key = RecordKey.primary
    public var format = RecordFormat.debezium
    /// What is done with single columns.
    public var columns = ColumnsConfiguration()
    /// Which rows; all without it.
    public var filter: SQLExpression?
    /// Rows are messages of their own.
    public var outbox: OutboxConfiguration?
    /// How long the records of this entry's topics are kept, where that is not as for the queue.
    public var retention = RetentionConfiguration()
    /// A group whose unread records of these topics outlive retention.
    public var protect: ProtectConfiguration?

    public init(tables: [String]) { self.tables = tables }
}

/// Columns that do not reach the queue as they are.
public struct ColumnsConfiguration: Sendable, Equatable {
    /// Left out.
    public var exclude: [String] = []
    /// Replaced by `****`.
    public var mask: [String] = []
    /// Replaced by HMAC-SHA-256 under `hashKey`.
    public var hash: [String] = []
    public var hashKey = ""

    public init() {}
}

/// Where in a message table's rows the parts of a message stand.
public struct OutboxConfiguration: Sendable, Equatable {
    /// The column with the topic's name.
    public var topic: String
    /// The column with the key; null keys without it.
    public var key: String?
    /// The column with the value.
    public var value: String
    /// Columns that become headers.
    public var headers: [String] = []
    /// The message is emitted once, when this first becomes true; by the insert without it.
    public var when: SQLExpression?
    /// Patterns of the topics that rows may name. At least one.
    public var topics: [String]
    /// The topic of the messages whose topic is not among them.
    public var deadLetter: String

    public init(topic: String, value: String, topics: [String], deadLetter: String) {
        self.topic = topic
        self.value = value
        self.topics = topics
        self.deadLetter = deadLetter
    }
}
