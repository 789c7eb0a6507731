import Schema

/// A change of the schema as Maxwell sees it. RENAME TABLE is an `alterTable` of each table; a statement that drops
/// several tables is a change for each. TRUNCATE, and the creation and removal of indexes, are none.
public enum MaxwellSchemaChange: Sendable {
    case createTable(MaxwellTable)
    /// - Parameters:
    ///   - old: the table before the change, under its old name.
    ///   - new: the table after it.
    case alterTable(old: MaxwellTable, new: MaxwellTable)
    case dropTable(database: String, table: String)
    /// - Parameter charset: nil when it is not known.
    case createDatabase(String, charset: String?)
    case alterDatabase(String, charset: String?)
    case dropDatabase(String)
}

/// A table and its default charset.
public struct MaxwellTable: Sendable {
    public let definition: TableDefinition
    /// The server's name of it; nil when it is not known.
    public let charset: String?

    public init(_ definition: TableDefinition, charset: String? = nil) {
        self.definition = definition
        self.charset = charset
    }
}
