import Binlog

/// What a column is, as far as the values of a row event have to be understood by it.
public struct ColumnDefinition: Sendable, Equatable {
    public let name: String
    public let type: ColumnType
    /// The type's two metadata bytes of the TABLE_MAP event (length, precision and scale, fraction digits, …).
    public let metadata: UInt16
    public let isUnsigned: Bool
    public let isNullable: Bool
    /// Collation of a text, ENUM or SET column as the server numbers it; 63 is binary; nil for the other types.
    public let collation: UInt32?
    /// Members of an ENUM or SET column, in order, as UTF-8; empty for the other types.
    public let members: [String]
    /// What the values mean where the type in the binlog does not say it: MariaDB writes UUID, INET4 and INET6 as
    /// BINARY, and VECTOR as VARBINARY; POINT is GEOMETRY.
    public var meaning: ColumnMeaning = .plain
    /// What the table's CREATE or INFORMATION_SCHEMA says of the column beyond the event; nil where neither was read.
    public var declared: ColumnDeclaration?

    public init(
        name: String,
        type: ColumnType,
        metadata: UInt16 = 0,
        isUnsigned: Bool = false,
        isNullable: Bool = true,
        collation: UInt32? = nil,
        members: [String] = []
    ) {
        self.name = name
        self.type = type
        self.metadata = metadata
        self.isUnsigned = isUnsigned
        self.isNullable = isNullable
        self.collation = collation
        self.members = members
    }
}

/// One version of one table, complete enough to name and convert every value of its rows.
public struct TableDefinition: Sendable, Equatable {
    public let database: String
    public let table: String
    public let columns: [ColumnDefinition]
    /// Indices into `columns`, in key order; empty when the table has no primary key.
    public let primaryKey: [Int]

    public init(database: String, table: String, columns: [ColumnDefinition], primaryKey: [Int]) {
        self.database = database
        self.table = table
        self.columns = columns
        self.primaryKey = primaryKey
    }
}
