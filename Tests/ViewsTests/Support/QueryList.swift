/// The queries of Tests/EndToEnd/views/queries.sql.
struct QueryList {
    struct Entry: Sendable, CustomStringConvertible {
        let view: String
        let server: String
        var description: String { view }
    }

    static let entries: [Entry] = {
        let here = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        guard let text = readFile("/\(here)/EndToEnd/views/queries.sql") else { return [] }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.split(separator: "").compactMap { block -> Entry? in
            let parts = block.split(separator: "-- server").map { part in
                part.filter { !$0.hasPrefix("--") }.joined(separator: "\n")
            }
            guard let view = parts.first, !view.isEmpty else { return nil }
            return Entry(view: view, server: parts.last ?? view)
        }
    }()
}
