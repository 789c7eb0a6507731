/// Why a text is no expression that can be evaluated as the server would. Found before any row is looked at.
public struct ExpressionError: Error, Equatable, Sendable {
    /// The kinds of causes.
    public enum Code: Sendable {
        /// The text is not an expression of the supported SQL.
        case syntax
        /// The table has no such column.
        case unknownColumn
        /// The operands have types that are not compared or combined here as both servers do it.
        case unsupported
    }

    public let code: Code
    /// What is wrong, in one clause.
    public let what: String
    /// What an operator can do about it, in one line.
    public let remedy: String
    /// Where in the expression's text, both from 1.
    public let line: Int
    public let column: Int

    /// Always false: the expression has to change.
    public var isRetriable: Bool { false }

    public init(code: Code, what: String, remedy: String, line: Int, column: Int) {
        self.code = code
        self.what = what
        self.remedy = remedy
        self.line = line
        self.column = column
    }
}

extension ExpressionError: CustomStringConvertible {
    public var description: String { "line \(line), column \(column): \(what)\n\(remedy)" }
}
