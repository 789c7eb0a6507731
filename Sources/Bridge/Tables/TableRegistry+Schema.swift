import ChangeEvents
import Routing
import Schema

/// Records of what statements do to tables: TRUNCATE in the tables' own topics, and the topics of schema changes.
extension TableRegistry {
    func append(_ ddl: AppliedDDL, _ context: EventContext, to output: inout RecordOutput) throws {
        for change in ddl.changes { try append(change, of: ddl, context, to: &output) }
        for pipeline in pipelines where pipeline.debezium.schemaChanges {
            try appendSchemaChange(ddl, pipeline, context, to: &output)
        }
    }

    private func append(
        _ change: SchemaChange, of ddl: AppliedDDL, _ context: EventContext, to output: inout RecordOutput
    ) throws {
        guard let (pipeline, rule) = rule(for: change), rule.outbox == nil else { return }
        switch rule.format {
        case .debezium:
            guard change.kind == .truncated, !pipeline.debezium.skipsTruncate else { return }
            try appendTruncate(change, pipeline, rule, context, to: &output)
        case .canal:
            guard let kind = CanalSchemaMessage.Kind(change) else { return }
            output.value.removeAll()
            var sql = ddl.sql
            try sql.withUTF8 {
                try CanalSchemaMessage.append(
                    kind, database: change.database, table: change.table, sql: UnsafeRawBufferPointer($0),
                    context: context, into: &output.value)
            }
            guard let first = try partitions(change, rule).first else { return }
            try output.append(to: first, key: nil, value: output.value.bytes)
        // It has no message for TRUNCATE, and `output_ddl` is not there yet.
        case .maxwell, .rows: return
        }
    }

    /// One event in every partition: it empties what came before it there, whatever the other partitions have.
    private func appendTruncate(
        _ change: SchemaChange, _ pipeline: SourcePipeline, _ rule: CaptureRule, _ context: EventContext,
        to output: inout RecordOutput
    ) throws {
        let table =
            change.definition
            ?? TableDefinition(database: change.database, table: change.table, columns: [], primaryKey: [])
        let encoder = try DebeziumEncoder(
            table: table, source: source, options: pipeline.debezium, topic: try topic(change, rule), keyColumns: [])
        try encoder.begin(context)
        output.value.removeAll()
        encoder.appendTruncate(into: &output.value)
        for partition in try partitions(change, rule) {
            try output.append(to: partition, key: nil, value: output.value.bytes)
        }
    }

    private func appendSchemaChange(
        _ ddl: AppliedDDL, _ pipeline: SourcePipeline, _ context: EventContext, to output: inout RecordOutput
    ) throws {
        let changes = ddl.changes.filter { change in
            change.table.isEmpty || pipeline.router.captures(database: change.database, table: change.table)
        }
        guard let first = changes.first else { return }
        let encoder = DebeziumSchemaChanges(source: source, schemas: pipeline.debezium.schemas)
        output.key.removeAll()
        output.value.removeAll()
        encoder.appendKey(database: first.database, into: &output.key)
        try encoder.appendValue(
            context, database: first.database, statement: ddl.sql,
            tables: changes.compactMap { DebeziumSchemaChanges.Table($0) }, into: &output.value)
        let partitions = try partitions(ofTopic: source.name, count: 1, key: "databaseName", format: "debezium")
        try output.append(to: partitions, key: output.key.bytes, value: output.value.bytes)
    }

    private func rule(for change: SchemaChange) -> (SourcePipeline, CaptureRule)? {
        for pipeline in pipelines {
            let rule = pipeline.router.rules.first { $0.matches(database: change.database, table: change.table) }
            if let rule { return (pipeline, rule) }
        }
        return nil
    }

    private func topic(_ change: SchemaChange, _ rule: CaptureRule) throws -> String {
        try rule.topic.topic(source: source.name, database: change.database, table: change.table)
    }

    private func partitions(_ change: SchemaChange, _ rule: CaptureRule) throws -> [PartitionBatch] {
        try partitions(
            ofTopic: try topic(change, rule), count: rule.partitions, key: rule.key.text,
            format: rule.format.rawValue)
    }
}

extension DebeziumSchemaChanges.Table {
    /// Nil for what is no change of a table's definition.
    fileprivate init?(_ change: SchemaChange) {
        let kind: DebeziumSchemaChanges.Kind
        switch change.kind {
        case .created, .replaced: kind = .created
        case .altered, .renamed, .unsure: kind = .altered
        case .dropped: kind = .dropped
        case .truncated, .databaseCreated, .databaseAltered, .databaseDropped: return nil
        }
        self.init(kind, database: change.database, table: change.table, definition: change.definition)
    }
}

extension CanalSchemaMessage.Kind {
    /// Nil for what no table's topic is told.
    fileprivate init?(_ change: SchemaChange) {
        switch change.kind {
        case .created, .replaced: self = .create
        case .altered, .unsure: self = .alter
        case .dropped: self = .erase
        case .truncated: self = .truncate
        case .renamed: self = .rename
        case .databaseCreated, .databaseAltered, .databaseDropped: return nil
        }
    }
}
