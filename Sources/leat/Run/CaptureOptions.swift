import Bridge
import ChangeEvents
import LeatConfiguration
import Routing

// The pipelines' configuration in the words of Routing and Bridge.

extension SourcePipeline {
    init(_ pipeline: PipelineConfiguration, source: String) throws {
        do throws(RoutingError) {
            var rules: [CaptureRule] = []
            for capture in pipeline.capture { rules.append(try CaptureRule(capture)) }
            var debezium = DebeziumOptions(pipeline.debezium)
            var maxwell = MaxwellOptions(pipeline.maxwell)
            var canal = CanalOptions(pipeline.canal)
            let invalidText: InvalidText = pipeline.invalidText == .replace ? .replace : .stop
            debezium.invalidText = invalidText
            maxwell.invalidText = invalidText
            canal.invalidText = invalidText
            self.init(
                name: pipeline.name,
                router: Router(source: source, rules: rules),
                debezium: debezium,
                maxwell: maxwell,
                canal: canal
            )
        } catch {
            throw CommandFailure("pipeline \(pipeline.name): \(error.what)", remedy: error.remedy, code: .usage)
        }
    }
}

extension CaptureRule {
    init(_ capture: CaptureConfiguration) throws(RoutingError) {
        var tables: [TablePattern] = []
        for table in capture.tables { tables.append(try TablePattern(table)) }
        var outbox: OutboxRule?
        if let configuration = capture.outbox { outbox = try OutboxRule(configuration) }
        try self.init(
            tables: tables,
            topic: try TopicTemplate(capture.topic),
            partitions: Int32(capture.partitions),
            key: KeyChoice(capture.key),
            format: ChangeFormat(capture),
            filter: capture.filter,
            columns: ColumnRules(capture.columns),
            outbox: outbox
        )
    }
}

extension ColumnRules {
    init(_ columns: ColumnsConfiguration) {
        self.init(
            exclude: columns.exclude, mask: columns.mask, hash: columns.hash, hashKey: Array(columns.hashKey.utf8))
    }
}

extension OutboxRule {
    init(_ outbox: OutboxConfiguration) throws(RoutingError) {
        var topics: [TopicPattern] = []
        for topic in outbox.topics { topics.append(try TopicPattern(topic)) }
        try self.init(
            topic: outbox.topic,
            key: outbox.key,
            value: outbox.value,
            headers: outbox.headers,
            when: outbox.when,
            topics: topics,
            deadLetter: outbox.deadLetter
        )
    }
}

extension ChangeFormat {
    init(_ capture: CaptureConfiguration) {
        switch capture.format {
        case .debezium: self = .debezium
        case .maxwell: self = .maxwell
        case .canal: self = .canal
        }
    }
}

extension KeyChoice {
    init(_ key: RecordKey) {
        switch key {
        case .primary: self = .primary
        case .columns(let names): self = .columns(names)
        case .table: self = .table
        case .transaction: self = .transaction
        case .none: self = .none
        }
    }
}
