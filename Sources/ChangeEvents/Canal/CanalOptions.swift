/// What is chosen about Canal's flat messages (the pipeline file's `canal:` section), with Canal's own defaults.
public struct CanalOptions: Sendable, Equatable {
    /// Whether the database's name takes part in the choice of a row's partition (`canal.mq.database.hash`).
    public var databaseHash = true
    public var invalidText = InvalidText.stop

    public init() {}
}

/// How a row's partition is chosen (`canal.mq.partitionHash`).
public enum CanalPartitioning: Sendable, Equatable {
    /// By the values of the key columns.
    case columns
    /// By the table's name: all its rows in one partition.
    case table
    /// The first partition, as for tables that no rule matches.
    case first
}
