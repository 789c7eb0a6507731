import Expressions
import Schema

@testable import Views

/// Feeds a view with rows of the test tables, and keeps what its changes say that the result is.
final class ViewDriver {
    let query: ViewQuery
    let view: View
    /// The result as who only hears of changes knows it.
    private(set) var heard: [ViewRow: Int] = [:]

    init(_ text: String, options: ViewOptions = ViewOptions()) throws {
        query = try ViewQuery(text)
        let tables = TestTable.definitions(query.tables.map { ($0.database, $0.table) })
        view = try View(query, tables: tables, options: options)
        for row in view.rows() { heard[row, default: 0] += 1 }
    }

    func apply(_ table: TestTable, _ row: [TestValue], _ weight: Int) throws {
        let values = RowValues(row, table.definition)
        for (index, named) in query.tables.enumerated() where named.table == table.name {
            try view.apply(index, row: values.values, weight: weight)
        }
    }

    @discardableResult
    func commit() throws -> ViewDelta {
        let delta = try view.commit()
        for row in delta.removed { heard[row, default: 0] -= 1 }
        for row in delta.added { heard[row, default: 0] += 1 }
        heard = heard.filter { $0.value != 0 }
        return delta
    }

    /// The result's rows as text, sorted.
    func texts() -> [String] { view.rows().map(Self.text).sorted() }

    static func text(_ row: ViewRow) -> String { row.values.map { $0.text ?? "NULL" }.joined(separator: "|") }

    /// The result as heard.
    func heardTexts() -> [String] {
        heard.flatMap { Array(repeating: Self.text($0.key), count: max(0, $0.value)) }.sorted()
    }
}
