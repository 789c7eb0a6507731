import Binlog

/// What a DDL statement of the binlog did to one table or database.
public struct SchemaChange: Sendable, Equatable {
    public enum Kind: Sendable, Equatable {
        case created, altered, dropped
        /// Made in the place of one of this name, which is gone with its rows (CREATE OR REPLACE).
        case replaced
        /// All rows are gone; the columns stay.
        case truncated
        /// The table was known by this name before.
        case renamed(from: BinlogError.TableName)
        case databaseCreated, databaseAltered, databaseDropped
        /// The statement was not understood: why. The table's next rows are checked against INFORMATION_SCHEMA.
        case unsure(String)
    }

    public var kind: Kind
    public var database: String
    /// Empty where the statement is about a database.
    public var table: String
    /// The table after the statement, every column with `declared`; nil where there is none or it is not known.
    public var definition: TableDefinition?

    public init(_ kind: Kind, database: String, table: String = "", definition: TableDefinition? = nil) {
        self.kind = kind
        self.database = database
        self.table = table
        self.definition = definition
    }
}

/// A DDL statement and what it did, in the order in which it did it.
public struct AppliedDDL: Sendable {
    /// The statement, as UTF-8.
    public var sql: String
    /// The session's database; empty when it had none.
    public var database: String
    public var changes: [SchemaChange]
}
