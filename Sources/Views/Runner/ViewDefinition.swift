import ChangeEvents
import Schema

/// A view as the configuration has it: what it asks, and in which topics the tables stand that it asks of.
public struct ViewDefinition: Sendable {
    /// Unique among all pipelines: it names the checkpoint file and the address.
    public let name: String
    public let query: ViewQuery
    public let options: ViewOptions
    /// Where the rows of `query.tables` stand, in their order.
    public let sources: [ViewSource]
    /// How the records are written.
    public let debezium: DebeziumOptions
    /// Why the result may lack rows from the very beginning; nil when the topics hold all that the tables ever had.
    public let incompleteFromStart: String?
    /// The tables' definitions as the source had them at the start, in the order of `sources`; nil where it did not say.
    /// They count until the log says by which definition a table's rows were written.
    public var assumedTables: [TableDefinition?]

    public init(
        name: String, query: ViewQuery, options: ViewOptions, sources: [ViewSource], debezium: DebeziumOptions,
        incompleteFromStart: String? = nil
    ) {
        self.name = name
        self.query = query
        self.options = options
        self.sources = sources
        self.debezium = debezium
        self.incompleteFromStart = incompleteFromStart
        assumedTables = Array(repeating: nil, count: sources.count)
    }

    /// What has to be the same for a stored state to be this view's.
    var identity: String {
        let tables = sources.map { "\($0.source)\t\($0.database)\t\($0.table)\t\($0.topic)" }
        let retention = options.retentionSeconds.map { "\($0)" } ?? "-"
        return ([query.text, retention] + tables).joined(separator: "\n")
    }

    /// Whether it has run before: a state of this very query is stored among the checkpoints of `directory`.
    public func hasRun(in directory: String) -> Bool {
        ViewCheckpointFile(directory: directory, name: name).isThere(identity: identity)
    }

    /// Topics that a reader of the view must be allowed to read.
    public var topics: [String] { Array(Set(sources.map(\.topic))).sorted() }
}

/// Where the rows of one table of a view stand.
public struct ViewSource: Sendable, Equatable {
    /// Name of the source.
    public let source: String
    public let database: String
    public let table: String
    public let topic: String
    /// Whether records of other tables may stand in the topic.
    public let isShared: Bool

    public init(source: String, database: String, table: String, topic: String, isShared: Bool) {
        self.source = source
        self.database = database
        self.table = table
        self.topic = topic
        self.isShared = isShared
    }
}
