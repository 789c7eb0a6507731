import Expressions

/// How one aggregate is kept.
struct AggregatePlan {
    enum Form {
        /// COUNT(*): the group's own count.
        case rows
        /// COUNT(x): how many are not NULL.
        case count
        /// SUM and AVG of exact numbers: the count and a `WideSum`.
        case exactSum(scale: Int)
        /// SUM and AVG of doubles: the count and an `ExactRealSum`.
        case realSum
        /// MIN and MAX: nothing in the group, all values in `values`.
        case extreme
    }

    let name: AggregateName
    let form: Form
    /// The argument's node.
    let root: Int32
    /// How texts compare.
    let order: TextOrder?
    /// Where its part of the group's memory begins.
    let offset: Int
    /// Of DISTINCT, MIN and MAX: which `ValueSetPlan` it looks at.
    let values: Int?
    /// Whether another aggregate keeps the same memory: AVG that of SUM over the same.
    var isShared = false

    /// Bytes that it takes of the group's memory: a multiple of 16.
    static func bytes(_ form: Form) -> Int {
        switch form {
        case .rows, .extreme: 0
        case .count: 16
        case .exactSum: 16 + 32
        case .realSum: 16 + ExactRealSum.bytes
        }
    }
}

/// An ordered set of the values that an expression has in each group, with how often.
struct ValueSetPlan {
    let root: Int32
    let order: TextOrder?
    /// Whether equal texts are one value, whatever they are spelled like: for DISTINCT. MIN and MAX show a spelling.
    let isDistinct: Bool
}
