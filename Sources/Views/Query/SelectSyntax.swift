import Expressions

/// A SELECT as it is written: nothing is known yet of tables and types.
struct SelectSyntax: Sendable {
    struct Item: Sendable {
        enum Kind: Sendable {
            case expression(Syntax)
            /// `*` or `alias.*`.
            case all(of: String?)
        }

        let kind: Kind
        /// The alias, or else what the server names the column: the expression as it is written.
        let name: String
        let hasAlias: Bool
        let place: Place
    }

    struct Join: Sendable {
        let isLeft: Bool
        /// Nil behind a comma.
        let condition: Syntax?
        let place: Place
    }

    struct Ordering: Sendable {
        let syntax: Syntax
        let isDescending: Bool
    }

    var isDistinct = false
    var items: [Item] = []
    var tables: [ViewTable] = []
    /// Whether the first two tables are written the other way round: `b RIGHT JOIN a` is `a LEFT JOIN b`.
    var isMirrored = false
    /// How the tables but the first are joined.
    var joins: [Join] = []
    var condition: Syntax?
    var groupBy: [Syntax] = []
    var having: Syntax?
    var orderBy: [Ordering] = []
    var limit: (rows: Int, place: Place)?
    var offset = 0
}
