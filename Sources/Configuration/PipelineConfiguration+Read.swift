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
        invalidText = section.choice("invalid_text", default: invalidText)
        if let field = section["debezium"], let debezium = field.section() {
            self.debezium = DebeziumConfiguration(debezium)
        }
        if let field = section["maxwell"], let maxwell = field.section() {
            self.maxwell = MaxwellConfiguration(maxwell)
        }
        if let field = section["canal"], let canal = field.section() { self.canal = CanalConfiguration(canal) }
        views = ViewConfiguration.list(section["views"], options: section["views_options"])
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
