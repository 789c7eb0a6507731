import Schema

/// Where a table's records go. Found once per version of a table, not per row.
public struct Route: Sendable, Equatable {
    public let topic: String
    public let partitions: Int32
    public let key: ResolvedKey
    /// The choice that `key` follows from: the same for every table of a topic, whatever its columns.
    public let choice: KeyChoice

    public init(topic: String, partitions: Int32, key: ResolvedKey, choice: KeyChoice) {
        self.choice = choice
        self.topic = topic
        self.partitions = partitions
        self.key = key
    }
}

/// Finds the route of a table: the first capture rule that means it decides.
public struct Router: Sendable {
    /// The source's name, for the `{source}` of topic templates.
    public let source: String
    public let rules: [CaptureRule]

    public init(source: String, rules: [CaptureRule]) {
        self.source = source
        self.rules = rules
    }

    /// Whether any rule means this table: asked before its definition is known.
    public func captures(database: String, table: String) -> Bool {
        rules.contains { $0.matches(database: database, table: table) }
    }

    /// The table's route; nil when no rule means it.
    ///
    /// - Throws: `unknownColumn` or `invalidTopic`, both faults of the configuration.
    public func route(_ table: TableDefinition) throws(RoutingError) -> Route? {
        guard let rule = rules.first(where: { $0.matches(database: table.database, table: table.table) }) else {
            return nil
        }
        return Route(
            topic: try rule.topic.topic(source: source, database: table.database, table: table.table),
            partitions: rule.partitions, key: try rule.key.resolve(in: table), choice: rule.key)
    }
}
