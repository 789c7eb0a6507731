/// What a statement does to tables' columns.
enum DDLStatement: Equatable {
    case createTable(CreateTable)
    case createTableLike(DDLTableName, source: DDLTableName, CreateMode)
    case alterTable(AlterTable)
    case renameTables([RenamedTable])
    case dropTables([DDLTableName])
    case truncateTable(DDLTableName)
    case createIndex(DDLTableName, DDLKey)
    case dropIndex(DDLTableName, name: String)
    case createDatabase(String, DefaultCharset, ifNotExists: Bool)
    case alterDatabase(String?, DefaultCharset)
    case dropDatabase(String)
    /// These tables, and only these, may have changed in a way that is not known.
    case unsure([DDLTableName], SQLNotUnderstood)
    /// It is not even known which tables have changed.
    case notUnderstood(SQLNotUnderstood)
    /// No table's columns change.
    case none

    /// What happens to a table of the name that is there already: an error, nothing, or it is dropped.
    enum CreateMode { case plain, ifNotExists, orReplace }
}

struct RenamedTable: Equatable {
    var from: DDLTableName
    var to: DDLTableName
}

/// A table as a statement names it.
struct DDLTableName: Equatable {
    /// nil stands for the session's database.
    var database: String?
    var table: String
}

/// Charset and collation options of a table or database, in lower case.
struct DefaultCharset: Equatable {
    var charset: String?
    var collation: String?
    var isEmpty: Bool { charset == nil && collation == nil }
}

/// A key of a table: the primary key, a unique one, or another (whose name alone matters).
struct DDLKey: Equatable {
    enum Kind: UInt8 { case primary = 1, unique, other }

    var kind: Kind
    /// nil where the server finds one.
    var name: String?
    var columns: [String]
    /// A part is a prefix of its column, or an expression.
    var hasPartialColumns = false
}

struct CreateTable: Equatable {
    var name: DDLTableName
    var mode = DDLStatement.CreateMode.plain
    var columns: [ColumnSpecification] = []
    var keys: [DDLKey] = []
    /// Columns of periods (of time, declared by the application): never null.
    var periods: [String] = []
    var charset = DefaultCharset()
    /// WITH SYSTEM VERSIONING.
    var isVersioned = false
}

struct AlterTable: Equatable {
    enum Place: Equatable {
        case last, first
        case after(String)
    }

    enum Clause: Equatable {
        case add(ColumnSpecification, Place, ifNotExists: Bool)
        /// CHANGE and MODIFY; `place` nil leaves the column where it is.
        case change(String, ColumnSpecification, Place?, ifExists: Bool)
        case drop(String, ifExists: Bool)
        case renameColumn(String, to: String, ifExists: Bool)
        case setDefault(String, String?)
        case setInvisible(String, Bool)
        case setNotNull(String)
        case addKey(DDLKey)
        /// nil: the primary key.
        case dropKey(String?)
        case renameKey(String, to: String)
        case defaultCharset(DefaultCharset)
        /// nil: to the database's default.
        case convert(DefaultCharset?)
        case rename(DDLTableName)
        case addVersioning, dropVersioning
        /// A partition becomes a table.
        case convertPartition(to: DDLTableName)
        /// A table becomes a partition.
        case convertTable(DDLTableName)
    }

    var name: DDLTableName
    var clauses: [Clause] = []
}
