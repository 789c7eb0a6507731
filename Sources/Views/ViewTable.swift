/// One table that a view reads, as its FROM or a JOIN names it.
///
/// A table that is joined with itself stands here twice: each of its changes is applied to both.
public struct ViewTable: Sendable, Equatable {
    /// As written; nil when the query does not name one.
    public let database: String?
    public let table: String
    /// The name that columns are qualified with: the alias, or else the table's name.
    public let alias: String

    public init(database: String?, table: String, alias: String) {
        self.database = database
        self.table = table
        self.alias = alias
    }
}
