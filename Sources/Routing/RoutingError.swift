/// Why a capture rule cannot be used: a fault in the configuration, found before a record is written by it.
public struct RoutingError: Error, Equatable, Sendable {
    /// The kinds of causes.
    public enum Code: Sendable {
        /// A table pattern that can match nothing, or is not `database.table`.
        case invalidPattern
        /// A topic template with an unknown field, or one that gives a name Kafka does not allow.
        case invalidTopic
        /// A key column that the table does not have.
        case unknownColumn
        /// A partition count out of range.
        case invalidPartitions
        /// A `where` or `when` that the table's columns do not allow.
        case invalidExpression
        /// Rules for columns or an outbox that contradict each other or the table.
        case invalidRule
    }

    public let code: Code
    /// What is wrong, in one clause.
    public let what: String
    /// What an operator can do about it, in one line.
    public let remedy: String

    /// Always false: the configuration has to change.
    public var isRetriable: Bool { false }

    public init(code: Code, what: String, remedy: String) {
        self.code = code
        self.what = what
        self.remedy = remedy
    }
}

extension RoutingError: CustomStringConvertible {
    public var description: String { "\(what)\n\(remedy)" }
}
