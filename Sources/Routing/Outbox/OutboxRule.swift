import Expressions

/// How the rows of a message table become messages of their own: which columns hold topic, key, value and headers.
public struct OutboxRule: Sendable, Equatable {
    /// The column with the topic's name.
    public var topic: String
    /// The column with the key; nil for null keys.
    public var key: String?
    /// The column with the value.
    public var value: String
    /// Columns that become headers of their names.
    public var headers: [String]
    /// Without it a message is emitted by the insert; with it once, when the condition first becomes true.
    public var when: SQLExpression?
    /// The topics that rows may name.
    public var topics: [TopicPattern]
    /// Where the messages go whose topic is not among them.
    public var deadLetter: String

    /// - Throws: `invalidTopic` for a dead-letter topic that Kafka does not allow, `invalidRule` without topics.
    public init(
        topic: String, key: String? = nil, value: String, headers: [String] = [], when: SQLExpression? = nil,
        topics: [TopicPattern], deadLetter: String
    ) throws(RoutingError) {
        try TopicName.check(deadLetter, for: "the outbox's dead letters")
        guard !topics.isEmpty else {
            throw RoutingError(
                code: .invalidRule, what: "the outbox allows no topic",
                remedy: "List patterns of the topics that rows may name: topics: [\"order-*\"].")
        }
        self.topic = topic
        self.key = key
        self.value = value
        self.headers = headers
        self.when = when
        self.topics = topics
        self.deadLetter = deadLetter
    }
}
