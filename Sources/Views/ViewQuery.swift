import Expressions

/// The checked text of a view: a SELECT of which nothing is known yet but its words.
public struct ViewQuery: Sendable {
    /// As written in the configuration.
    public let text: String
    /// The tables in the order of FROM and JOIN.
    public let tables: [ViewTable]

    /// - Throws: `ExpressionError` of kind `syntax`, with line, column and what is supported.
    public init(_ text: String) throws(ExpressionError) {
        self.text = text
        tables = []
    }

    /// The columns that the query may read of a table, by its index in `tables`, as they are written; nil for all of
    /// them (`SELECT *`). A name without a qualifier counts for every table until the view is bound.
    public func columnNames(of table: Int) -> [String]? { nil }
}
