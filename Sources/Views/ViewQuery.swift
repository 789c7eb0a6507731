import Expressions

/// The checked text of a view: a SELECT of which nothing is known yet but its words.
public struct ViewQuery: Sendable {
    /// As written in the configuration.
    public let text: String
    let select: SelectSyntax

    /// - Throws: `ExpressionError` of kind `syntax`, with line, column and what is supported.
    public init(_ text: String) throws(ExpressionError) {
        self.text = text
        select = try SelectParser.parse(text)
    }

    /// The tables in the order of FROM and JOIN.
    public var tables: [ViewTable] { select.tables }

    /// The columns that the query may read of a table, by its index in `tables`, as they are written; nil for all of
    /// them (`SELECT *`). A name without a qualifier counts for every table until the view is bound, an alias of the
    /// result as a column: what the view reads in the end is `View.columnsRead`.
    public func columnNames(of table: Int) -> [String]? {
        let alias = select.tables[table].alias
        var names: [String] = []
        for item in select.items {
            if case .all(let owner) = item.kind, owner == nil || owner == alias { return nil }
        }
        for syntax in select.expressions {
            syntax.visit { node in
                guard case .column(let parts) = node.kind, let name = parts.last, !names.contains(name) else { return }
                let qualifier = parts.dropLast().last
                if qualifier == nil || qualifier == alias { names.append(name) }
            }
        }
        return names
    }
}

extension SelectSyntax {
    /// Every expression of the query.
    fileprivate var expressions: [Syntax] {
        var expressions: [Syntax] = []
        for item in items { if case .expression(let syntax) = item.kind { expressions.append(syntax) } }
        expressions += joins.compactMap(\.condition)
        expressions += [condition, having].compactMap(\.self)
        return expressions + groupBy + orderBy.map(\.syntax)
    }
}
