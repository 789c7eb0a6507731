/// What is chosen about Canal's flat messages. The defaults are Canal's own.
public struct CanalConfiguration: Sendable, Equatable {
    /// The database's name takes part in the choice of a row's partition (`canal.mq.database.hash`).
    public var databaseHash = true

    public init() {}
}

extension CanalConfiguration {
    /// Reads the section `canal`.
    init(_ section: Section) {
        databaseHash = section.boolean("database_hash", default: databaseHash)
        section.finish()
    }
}
