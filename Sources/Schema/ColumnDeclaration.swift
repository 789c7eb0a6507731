/// What a column's values mean beyond their type in the binlog.
public enum ColumnMeaning: Sendable, Equatable {
    /// What the type says.
    case plain
    /// MariaDB UUID: BINARY(16) in the order in which the text is written.
    case uuid
    /// MariaDB INET4: BINARY(4), network order.
    case inet4
    /// MariaDB INET6: BINARY(16), network order.
    case inet6
    /// MariaDB VECTOR: little-endian 32-bit floats.
    case vector
    /// A GEOMETRY column that holds points alone: POINT.
    case point
}

/// How a column was declared, in the server's words.
public struct ColumnDeclaration: Sendable, Equatable {
    /// The whole type as INFORMATION_SCHEMA.COLUMNS.COLUMN_TYPE has it: `int(10) unsigned`, `enum('a','b')`, `uuid`.
    public var typeText: String
    /// The default as an expression of SQL (`'NEW'`, `0`, `current_timestamp()`); nil when there is none.
    public var defaultExpression: String?
    public var isAutoIncrement = false
    public var isGenerated = false
    public var isInvisible = false
    public var comment = ""

    public init(typeText: String, defaultExpression: String? = nil) {
        self.typeText = typeText
        self.defaultExpression = defaultExpression
    }
}
