import Access

/// Everything that `leat run` is told: the content of `config/leat.yaml` and of the pipeline files that it names.
public struct LeatConfiguration: Sendable, Equatable {
    /// The databases whose changes are carried, each on its own threads; names are unique.
    public var sources: [SourceConfiguration] = []
    /// The queue on this machine that takes the changes.
    public var queue = QueueConfiguration()
    /// Where Kafka clients connect.
    public var kafka = KafkaConfiguration()
    /// Where the status page and the HTTP interface are.
    public var http = HTTPConfiguration()
    /// How the process writes its log lines; options of `leat run` go before it.
    public var log = LogConfiguration()
    /// Who may log in, over Kafka and over HTTP, and what is allowed to each.
    public var users: [User] = []

    public init() {}
}
