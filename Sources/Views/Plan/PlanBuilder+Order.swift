import Expressions

extension PlanBuilder {
    /// The columns of the result, with the places that they have in ORDER BY. What the rows are ordered by and is not
    /// shown ends these: nobody could sort by it.
    func columns(_ outputs: [ViewPlan.Output]) throws(ExpressionError) -> [ViewColumn] {
        var columns = zip(items, outputs).map { ViewColumn(name: $0.name, kind: $1.shape.kind) }
        var identities: [String] = []
        for item in items { identities.append(try identity(item.syntax)) }
        for (rank, ordering) in select.orderBy.enumerated() {
            let identity = try identity(try aliased(ordering.syntax, prefersColumn: false))
            guard let column = identities.firstIndex(of: identity) else { break }
            guard columns[column].order == nil else { continue }
            columns[column].order = ordering.isDescending ? -(rank + 1) : rank + 1
        }
        return columns
    }
}
