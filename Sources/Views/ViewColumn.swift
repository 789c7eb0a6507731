/// A column of a view's result.
public struct ViewColumn: Sendable, Equatable {
    /// What its values are, for whoever shows them.
    public enum Kind: String, Sendable { case integer, decimal, real, text, date, datetime, time }

    /// The alias, or the expression as it is written.
    public let name: String
    public let kind: Kind
    /// Its place in ORDER BY, counted from 1, negative when descending; nil when the rows are not ordered by it.
    public var order: Int?

    public init(name: String, kind: Kind, order: Int? = nil) {
        self.name = name
        self.kind = kind
        self.order = order
    }
}
