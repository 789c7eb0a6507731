import Binlog
import Expressions
import Schema

/// A query bound to its tables: what is calculated of each row, of each group and for the result.
struct ViewPlan {
    /// A part of what rows are grouped by.
    struct Key {
        let root: Int32
        /// How texts compare; nil when equal values have the same bytes.
        let order: TextOrder?
    }

    struct Output {
        let root: Int32
        let shape: ValueShape
        /// How texts compare, for DISTINCT and for the order where there is no other.
        let order: TextOrder?
    }

    struct Ordering {
        let root: Int32
        let order: TextOrder?
        let isDescending: Bool
    }

    /// A window as a part of the key.
    struct Window {
        let key: Int
        /// How many windows a time lies in at most.
        let steps: Int64
    }

    let scope: Scope
    let columns: [ViewColumn]
    /// For joined rows: conditions, keys, aggregates' arguments.
    let rows: Program
    let joins: JoinPlan
    let conditions: [Int32]
    let keys: [Key]
    let aggregates: [AggregatePlan]
    let valueSets: [ValueSetPlan]
    /// Bytes that a group's aggregates take.
    let aggregateBytes: Int
    /// For groups: its given values are the keys' and then the aggregates'.
    let groups: Program
    let outputs: [Output]
    let having: Int32?
    let orderings: [Ordering]
    let limit: (offset: Int, rows: Int)?
    /// Whether there is one group, which is always there: aggregates without GROUP BY.
    let isGlobal: Bool
    /// Whether a group gives as many rows as it has: no aggregates, no GROUP BY, no DISTINCT.
    let isMultiple: Bool
    /// Whether groups that give the same row give it once: DISTINCT over groups.
    let mergesGroups: Bool
    let window: Window?
    /// The columns that are read, by table.
    let columnsRead: [[Int]]
}

extension ViewPlan {
    /// Whether the order of rows matters already when they change, and not only when they are shown.
    var sortsChanges: Bool { limit != nil || mergesGroups }
}
