/// A scalar expression of MySQL's SQL over the columns of one row: `status <> 'DRAFT' AND amount >= 10`.
///
/// This is the checked text; `CompiledExpression` evaluates it for one version of one table.
public struct SQLExpression: Sendable {
    /// As written in the configuration.
    public let text: String
    let root: Syntax

    /// - Throws: `ExpressionError` of kind `syntax`, with the place and what is supported.
    public init(_ text: String) throws(ExpressionError) {
        self.text = text
        var parser = try Parser(text)
        root = try parser.parse()
    }

    /// Names of the columns that the expression reads, each once, as they are written.
    public var columnNames: [String] {
        var names: [String] = []
        root.visit { node in
            guard case .column(let parts) = node.kind, let name = parts.last, !names.contains(name) else { return }
            names.append(name)
        }
        return names
    }

    /// What the language has, for messages and documentation.
    public static let supported = """
        = <=> <> != < <= > >= AND OR XOR NOT ! IN BETWEEN LIKE IS [NOT] NULL|TRUE|FALSE + - * / DIV % CASE COLLATE and \
        \(FunctionName.allCases.filter(\.isForFilters).map { $0.rawValue.uppercased() }.sorted().joined(separator: " "))
        """

    /// What expressions in views have.
    package static let supportedInViews = """
        SELECT [DISTINCT] … FROM … [[LEFT] JOIN … ON a.x = b.y] (RIGHT JOIN as the first one; a, b WHERE a.x = b.y) \
        [WHERE] [GROUP BY] [HAVING] [ORDER BY … [LIMIT n]], \
        COUNT SUM AVG MIN MAX, TUMBLE(column, INTERVAL n unit), HOP(column, INTERVAL n unit, INTERVAL n unit), \
        = <=> <> != < <= > >= AND OR XOR NOT ! IN BETWEEN LIKE IS [NOT] NULL|TRUE|FALSE + - * / DIV % CASE COLLATE, \
        x + INTERVAL n unit, CAST(x AS type), EXTRACT(unit FROM x), POSITION(x IN y), DATE_ADD DATE_SUB TIMESTAMPDIFF \
        \(FunctionName.allCases.map { $0.rawValue.uppercased() }.sorted().joined(separator: " "))
        """
}

extension SQLExpression: Equatable {
    public static func == (one: SQLExpression, other: SQLExpression) -> Bool { one.text == other.text }
}
