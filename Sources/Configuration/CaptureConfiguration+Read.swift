extension CaptureConfiguration {
    init(_ section: Section) {
        self.init(tables: [])
        let remedy = "name the tables: tables: [database.table]"
        if let field = section.required("tables", remedy: remedy), let items = field.items() {
            if items.isEmpty { field.report("`\(field.path)` is empty", remedy: remedy) }
            tables = items.compactMap(Self.table)
        }
        if let field = section["topic"], let text = field.text(), Self.isTemplate(text, field) { topic = text }
        partitions = section.integer("partitions", default: partitions, in: 1...10_000)
        key = RecordKey(section["key"])
        format = section.choice("format", default: format)
        if let field = section["columns"], let columns = field.section() {
            self.columns = ColumnsConfiguration(columns, key: key)
        }
        filter = section["where"].flatMap { $0.expression() }
        if let field = section["outbox"], let outbox = field.section() {
            self.outbox = OutboxConfiguration(outbox)
            section.refuse("topic", "key", "format", "columns", with: "outbox")
        }
        if let field = section["retention"], let retention = field.section() {
            self.retention = RetentionConfiguration(retention, default: self.retention)
        }
        if let field = section["protect"], let protect = field.section() {
            self.protect = ProtectConfiguration(protect)
        }
        section.finish()
    }

    private static func table(_ field: Field) -> String? {
        guard let text = field.text() else { return nil }
        if text.hasPrefix("/") { return expression(text, field) }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }) else {
            field.report(
                "`\(field.path)` is `\(field.written)`, which names no table",
                remedy: "write database.table; * stands for any characters"
            )
            return nil
        }
        return text
    }

    /// A regular expression between slashes.
    private static func expression(_ text: String, _ field: Field) -> String? {
        do {
            guard text.count > 2, text.hasSuffix("/") else { throw MissingSlash() }
            _ = try Regex(String(text.dropFirst().dropLast()))
            return text
        } catch {
            field.report(
                "`\(field.path)` is `\(field.written)`, which is no regular expression: \(error)",
                remedy: "write it between slashes, to match the whole of database.table: '/notify\\.order_[0-9]+/'"
            )
            return nil
        }
    }

    private struct MissingSlash: Error, CustomStringConvertible {
        var description: String { "it begins with a slash and does not end with one" }
    }

    /// Refuses unknown `{…}` and characters that no topic may have.
    private static func isTemplate(_ text: String, _ field: Field) -> Bool {
        let names = ["source", "database", "table"]
        var rest = text[...]
        while !rest.isEmpty {
            let literal = rest.prefix { $0 != "{" }
            guard literal.utf8.allSatisfy(TopicName.isLegal) else {
                field.report(
                    "`\(field.path)` is `\(field.written)`, which has characters that no topic's name may have",
                    remedy: "use letters, digits, `.`, `_`, `-` and {source}, {database}, {table}"
                )
                return false
            }
            rest = rest.dropFirst(literal.count)
            if rest.isEmpty { break }
            let name = rest.dropFirst().prefix { $0 != "}" }
            guard names.contains(String(name)), rest.dropFirst(name.count + 1).first == "}" else {
                let nearest = EditDistance.nearest(to: String(name), in: names).map { "did you mean {\($0)}? " } ?? ""
                field.report(
                    "`\(field.path)` names {\(name)}, which nothing replaces",
                    remedy: "\(nearest)possible: {source}, {database}, {table}"
                )
                return false
            }
            rest = rest.dropFirst(name.count + 2)
        }
        return true
    }
}
