import Bridge
import ChangeEvents
import Expressions
import LeatConfiguration
import Routing
import Views

/// The views of all pipelines in the words of `Views`, or what stands against them.
struct ViewPlan {
    var definitions: [ViewDefinition] = []
    /// Where each of them stands in the configuration.
    private(set) var places: [ViewConfiguration] = []
    /// Everything that is wrong, each with file and line.
    private(set) var issues: [ConfigurationIssue] = []

    init(_ configuration: LeatConfiguration) throws {
        for source in configuration.sources {
            for pipeline in source.pipelines {
                guard !pipeline.views.isEmpty else { continue }
                let rules = try SourcePipeline(pipeline, source: source.name).router.rules
                for view in pipeline.views { add(view, pipeline, rules, source) }
            }
        }
    }

    private mutating func add(
        _ view: ViewConfiguration, _ pipeline: PipelineConfiguration, _ rules: [CaptureRule],
        _ source: SourceConfiguration
    ) {
        if definitions.contains(where: { $0.name == view.name }) {
            let isShared = configurationIsShared(view)
            return refuse(
                view, "there are two views of this name\(isShared ? ": two sources have the pipeline" : "")",
                remedy: isShared
                    ? "give each source a pipeline file of its own" : "give each a name of its own in all pipelines")
        }
        do {
            let query = try ViewQuery(view.query)
            try Self.checkModes(pipeline)
            var sources: [ViewSource] = []
            for (index, table) in query.tables.enumerated() {
                sources.append(try Self.source(of: table, index, query, rules, pipeline, source))
            }
            var options = ViewOptions()
            options.stateBytesMax = view.stateBytesMax
            options.retentionSeconds = view.retention.map { $0.components.seconds }
            definitions.append(
                ViewDefinition(
                    name: view.name, query: query, options: options, sources: sources,
                    debezium: DebeziumOptions(pipeline.debezium),
                    incompleteFromStart: Self.lateStart(source)))
            places.append(view)
        } catch let refusal as Refusal {
            refuse(view, refusal.what, remedy: refusal.remedy)
        } catch let error as RoutingError {
            refuse(view, error.what, remedy: error.remedy)
        } catch let error as ExpressionError {
            refuse(view, error)
        } catch {
            refuse(view, "\(error)", remedy: "write the query anew")
        }
    }

    private func configurationIsShared(_ view: ViewConfiguration) -> Bool {
        definitions.contains { $0.name == view.name && $0.query.text == view.query }
    }

    mutating func refuse(_ view: ViewConfiguration, _ error: ExpressionError) {
        let place = "line \(error.line), column \(error.column) of the query"
        refuse(view, "\(place): \(error.what)", remedy: error.remedy)
    }

    mutating func refuse(_ view: ViewConfiguration, _ what: String, remedy: String) {
        issues.append(
            ConfigurationIssue(file: view.file, line: view.line, what: "view \(view.name): \(what)", remedy: remedy))
    }

    private struct Refusal: Error {
        let what: String
        let remedy: String

        init(_ what: String, _ remedy: String) {
            self.what = what
            self.remedy = remedy
        }
    }

    // MARK: - What stands against a view

    /// Rows from before a later start are never seen.
    private static func lateStart(_ source: SourceConfiguration) -> String? {
        if source.start == .earliest { return nil }
        return "source \(source.name) does not start at earliest: rows from before are missing"
    }

    /// Modes that lose a value.
    private static func checkModes(_ pipeline: PipelineConfiguration) throws(Refusal) {
        let debezium = pipeline.debezium
        if debezium.decimal == .double {
            throw Refusal(
                "`debezium: { decimal: double }` rounds what the view would add up", "use decimal: string or precise")
        }
        if debezium.replaceNullWithDefault {
            throw Refusal(
                "`debezium: { replace_null_with_default: true }` hides what is NULL",
                "remove it, or capture the view's tables in a pipeline of their own")
        }
        if debezium.skipped == .truncate {
            throw Refusal(
                "`debezium: { skipped: truncate }` leaves out when a table is emptied", "use skipped: none")
        }
    }

    private static func source(
        of table: ViewTable, _ index: Int, _ query: ViewQuery, _ rules: [CaptureRule],
        _ pipeline: PipelineConfiguration, _ source: SourceConfiguration
    ) throws -> ViewSource {
        let database = try database(of: table, pipeline)
        let name = "\(database).\(table.table)"
        guard let rule = rules.first(where: { $0.matches(database: database, table: table.table) }) else {
            let captured = pipeline.capture.flatMap(\.tables).joined(separator: ", ")
            throw Refusal(
                "table \(name) is not captured by pipeline \(pipeline.name)", "add it to `capture`: it has \(captured)")
        }
        guard rule.outbox == nil else {
            throw Refusal("\(name) is an outbox: its rows are messages", "capture it in another entry without `outbox`")
        }
        guard rule.format == .debezium else {
            throw Refusal(
                "\(name) is captured in format \(rule.format.rawValue)", "views read topics of `format: debezium`")
        }
        try check(rule.columns, name, index, query)
        let topic = try rule.topic.topic(source: source.name, database: database, table: table.table)
        let isOwn = rule.topic.text.contains("{database}") && rule.topic.text.contains("{table}")
        return ViewSource(
            source: source.name, database: database, table: table.table, topic: topic, isShared: !isOwn)
    }

    private static func check(
        _ columns: ColumnRules, _ table: String, _ index: Int, _ query: ViewQuery
    ) throws(Refusal) {
        guard !columns.isEmpty else { return }
        let names = query.columnNames(of: index).map { Set($0.map { $0.lowercased() }) }
        for (list, what) in [(columns.exclude, "excluded"), (columns.mask, "masked"), (columns.hash, "hashed")] {
            // `SELECT *` reads what is there: an excluded column is not.
            if names == nil, what == "excluded" { continue }
            for column in list where names?.contains(column.lowercased()) ?? true {
                throw Refusal(
                    "it reads column \(column) of \(table), which is \(what)",
                    "leave it out of the query, or remove it from `columns` of the capture entry")
            }
        }
    }

    /// The database of a table that the query names alone: that of the one captured table of this name.
    private static func database(
        of table: ViewTable, _ pipeline: PipelineConfiguration
    ) throws(Refusal) -> String {
        if let database = table.database { return database }
        let databases = Set(
            pipeline.capture.flatMap(\.tables).compactMap { pattern -> String? in
                let parts = pattern.split(separator: ".")
                return parts.count == 2 && parts[1] == table.table && !parts[0].contains("*") ? String(parts[0]) : nil
            })
        guard databases.count == 1, let database = databases.first else {
            throw Refusal("it is not clear which table `\(table.table)` is", "write it as database.\(table.table)")
        }
        return database
    }
}
