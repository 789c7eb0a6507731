import ChangeEvents
import Routing

extension TableRegistry {
    /// Makes what writes the changes of one version of a table.
    func writer(_ plan: TablePlan, _ pipeline: SourcePipeline) throws -> CapturedTable.Writer {
        if let outbox = plan.outbox { return .outbox(outboxWriter(outbox, partitions: plan.rule.partitions)) }
        let route = plan.route
        let partitions = try partitions(
            ofTopic: route.topic, count: route.partitions, key: route.choice.text, format: plan.rule.format.rawValue)
        var keyColumns: [Int] = []
        if case .columns(let columns) = route.key { keyColumns = columns }
        let key = RecordKeyKind(route.key)
        let tableKey = Array("\(plan.table.database).\(plan.table.table)".utf8)
        switch plan.rule.format {
        case .debezium:
            let transactions = try debeziumTransactions(pipeline)
            let encoder = try DebeziumEncoder(
                table: plan.table, source: source, options: pipeline.debezium, topic: route.topic,
                keyColumns: keyColumns, transaction: transactions?.transaction)
            return .debezium(
                DebeziumRecords(
                    encoder: encoder, key: key, tableKey: tableKey, partitions: partitions,
                    emitsTombstones: pipeline.debezium.tombstones, transactions: transactions))
        case .maxwell:
            let encoder = try MaxwellEncoder(table: plan.table, options: pipeline.maxwell, keyColumns: keyColumns)
            return .maxwell(
                MaxwellRecords(encoder: encoder, key: key, tableKey: tableKey, partitions: partitions))
        case .rows:
            let encoder = try DebeziumEncoder(
                table: plan.table, source: source, options: pipeline.debezium, keyColumns: [])
            return .rows(PlainRows(encoder: encoder, table: plan.table, partitions: partitions))
        case .canal:
            let encoder = try CanalEncoder(
                table: plan.table, options: pipeline.canal, partitioning: try canalPartitioning(key, plan),
                keyColumns: keyColumns, partitionCount: partitions.count)
            return .canal(CanalRecords(encoder: encoder, partitions: partitions))
        }
    }

    private func canalPartitioning(_ key: RecordKeyKind, _ plan: TablePlan) throws -> CanalPartitioning {
        switch key {
        case .columns: return .columns
        case .table: return .table
        case .none: return .first
        case .transaction:
            throw BridgeError(
                what: "`key: transaction` of topic \(plan.route.topic): Canal's messages have no such partitioning",
                remedy: "use key: primary, columns, table or none for format: canal, then restart")
        }
    }

    private func outboxWriter(_ outbox: Outbox, partitions: Int32) -> OutboxRecords {
        OutboxRecords(outbox) { [unowned self] topic in
            try self.partitions(ofTopic: topic, count: partitions, key: outbox.rule.key ?? "none", format: "outbox")
        }
    }

    /// The transaction is whole.
    func endTransaction(to output: inout RecordOutput) throws {
        if transactions.isEmpty { return }
        for transaction in transactions.values { try transaction.close(to: &output) }
    }

    /// The transaction is not: what was written of it is dropped.
    func dropTransaction() { for transaction in transactions.values { transaction.drop() } }

    /// The transaction topic's object of a pipeline; nil without transaction metadata.
    private func debeziumTransactions(_ pipeline: SourcePipeline) throws -> DebeziumTransactions? {
        guard pipeline.debezium.transactionMetadata else { return nil }
        if let known = transactions[pipeline.name] { return known }
        let partitions = try partitions(
            ofTopic: "\(source.name).transaction", count: 1, key: "id", format: "debezium")
        let made = DebeziumTransactions(schemas: pipeline.debezium.schemas, partitions: partitions)
        transactions[pipeline.name] = made
        return made
    }
}
