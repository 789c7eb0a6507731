extension PipelineConfiguration {
    /// Reads a pipeline file; nil when it cannot be read or has no name.
    init?(path: String, namedBy field: Field) {
        let reading = field.reading
        let found = Self.candidates(path, namedBy: field).first(where: TextFile.exists)
        guard let file = YAMLFile.read(found ?? path, reading: reading, referrer: field),
            let section = file.section()
        else { return nil }
        let name = section.required("name", remedy: "give the pipeline a name").flatMap { $0.text() }
        self.init(name: name ?? "")
        let remedy = "say what is captured: capture: [{ tables: [database.table] }]"
        if let field = section.required("capture", remedy: remedy), let items = field.items() {
            if items.isEmpty { field.report("`capture` is empty", remedy: remedy) }
            capture = items.compactMap { $0.section().map { CaptureConfiguration($0) } }
        }
        if let field = section["debezium"], let debezium = field.section() {
            self.debezium = DebeziumConfiguration(debezium)
        }
        section.notYet("views", "maxwell", "canal")
        section.finish()
        if name == nil { return nil }
    }

    /// The working directory first, then beside the configuration file that names the pipeline.
    private static func candidates(_ path: String, namedBy field: Field) -> [String] {
        if path.hasPrefix("/") { return [path] }
        let beside = field.file.lastIndex(of: "/").map { field.file[...$0] + path } ?? path[...]
        let directory = field.reading.workingDirectory
        return [directory == "." ? path : "\(directory)/\(path)", String(beside)]
    }
}

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
        format = section.choice("format", default: format, later: ["maxwell", "canal"])
        section.notYet("columns", "where", "outbox")
        section.finish()
    }

    private static func table(_ field: Field) -> String? {
        guard let text = field.text() else { return nil }
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

extension RecordKey {
    /// Reads `key`; the default when it is missing or wrong.
    init(_ field: Field?) {
        self = .primary
        guard let field else { return }
        if field.node.sequence != nil {
            let columns = (field.items() ?? []).compactMap { $0.text() }
            if columns.isEmpty {
                field.report(
                    "`\(field.path)` is an empty list",
                    remedy: "name the columns, or write primary, table or none"
                )
            }
            self = .columns(columns)
            return
        }
        guard let text = field.text() else { return }
        switch text {
        case "primary": self = .primary
        case "table": self = .table
        case "none": self = .none
        case "transaction":
            field.reportNotYet("`key: transaction`", instead: "use primary, table, none or a list of columns")
        default:
            let nearest = EditDistance.nearest(to: text, in: ["primary", "table", "none"])
            field.report(
                "`\(field.path)` is `\(field.written)`, which is no kind of key",
                remedy: (nearest.map { "did you mean `\($0)`? " } ?? "")
                    + "possible: primary, table, none, or a list of columns: [id]"
            )
        }
    }
}
