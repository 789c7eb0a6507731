import Expressions

/// How tables are joined: which rows of each are kept, by which keys they are found, and in which order the other
/// tables are looked up when one of them changes.
struct JoinPlan {
    /// Rows of a table by some of their values.
    struct Index {
        let roots: [Int32]
        /// How texts of each part compare; nil where equal values have the same bytes.
        let orders: [TextOrder?]
    }

    struct Table {
        /// Conditions that this table's rows alone decide.
        let filters: [Int32]
        /// The columns that are kept, as positions in the joined row.
        var columns: [Int]
        let indexes: [Index]
        /// Of a table that is joined by LEFT JOIN: the index over what its ON asks for. Rows of the others appear
        /// without it when none of its rows matches.
        let optionalIndex: Int?
    }

    /// Looks one table up for the rows that are at hand.
    struct Step {
        let table: Int
        let index: Int
        /// What the index is asked for, calculated of the rows at hand.
        let roots: [Int32]
        let orders: [TextOrder?]
        /// Whether no match gives a row of NULLs.
        let isOuter: Bool
    }

    var tables: [Table]
    /// For a change of each table. Steps that may fail stand before those that may not.
    let steps: [[Step]]
}
