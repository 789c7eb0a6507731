/// Why a row cannot be encoded. Never worth a retry: the same row and table give the same answer, so the source stops
/// by name until the cause is taken away.
public struct ChangeEventError: Error, Equatable, Sendable {
    /// The kinds of causes, for tests and for counting.
    public enum Code: Sendable {
        /// The column's type has no encoding yet.
        case unsupportedType
        /// The column's collation is not known.
        case unsupportedCharacterSet
        /// Stored text is not legal in the column's character set.
        case invalidText
        /// The value does not fit the table definition: the definition is not the one the row was written under.
        case mismatch
        /// A column of the key is not in the row image.
        case keyColumnAbsent
        /// A packed value (DECIMAL, JSON) does not follow its format.
        case malformedValue
    }

    public let code: Code
    public let database: String
    public let table: String
    /// Empty when the whole table is meant.
    public let column: String
    /// What is wrong, in one clause.
    public let what: String
    /// What an operator can do about it, in one line.
    public let remedy: String

    /// Always false: see the type.
    public var isRetriable: Bool { false }

    public init(code: Code, database: String, table: String, column: String, what: String, remedy: String) {
        self.code = code
        self.database = database
        self.table = table
        self.column = column
        self.what = what
        self.remedy = remedy
    }
}

extension ChangeEventError: CustomStringConvertible {
    public var description: String {
        let place = column.isEmpty ? "\(database).\(table)" : "\(database).\(table), column \(column)"
        return "\(place): \(what)\n\(remedy)"
    }
}
