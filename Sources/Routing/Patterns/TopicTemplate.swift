/// How a topic is named after its source and table: text with the fields `{source}`, `{database}` and `{table}`.
public struct TopicTemplate: Sendable, Equatable {
    enum Part: Equatable {
        case text(String)
        case source
        case database
        case table
    }

    /// As written in the configuration.
    public let text: String
    let parts: [Part]

    /// - Throws: `invalidTopic` for an unknown field or a brace without its partner.
    public init(_ text: String) throws(RoutingError) {
        self.text = text
        var parts: [Part] = []
        var rest = text[...]
        while let open = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
            if open > rest.startIndex { parts.append(.text(String(rest[..<open]))) }
            guard rest[open] == "{", let close = rest[open...].firstIndex(of: "}") else {
                throw RoutingError(
                    code: .invalidTopic, what: "topic template \"\(text)\" has a brace without its partner",
                    remedy: "Fields are {source}, {database} and {table}.")
            }
            switch rest[rest.index(after: open)..<close] {
            case "source": parts.append(.source)
            case "database": parts.append(.database)
            case "table": parts.append(.table)
            case let unknown:
                throw RoutingError(
                    code: .invalidTopic, what: "topic template \"\(text)\" has the unknown field {\(unknown)}",
                    remedy: "Fields are {source}, {database} and {table}.")
            }
            rest = rest[rest.index(after: close)...]
        }
        if !rest.isEmpty { parts.append(.text(String(rest))) }
        self.parts = parts
    }

    /// The topic of one table.
    ///
    /// - Throws: `invalidTopic` when Kafka does not allow the name.
    public func topic(source: String, database: String, table: String) throws(RoutingError) -> String {
        var name = ""
        for part in parts {
            switch part {
            case .text(let text): name += text
            case .source: name += source
            case .database: name += database
            case .table: name += table
            }
        }
        try TopicName.check(name, for: "\(database).\(table)")
        return name
    }
}
