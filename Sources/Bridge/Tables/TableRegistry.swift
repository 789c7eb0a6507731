import Binlog
import ChangeEvents
import CommitLog
import Routing
import Schema

/// Knows, for every table id of the current binlog file, what its rows are and where they go. A definition is worked
/// out when it first comes or has changed; the TABLE_MAP before each statement is only compared.
final class TableRegistry {
    let pipelines: [SourcePipeline]
    let source: DebeziumSource
    private let flavour: FormatDescriptionEvent.Flavour
    private let sink: any FrameSink
    private let history: SchemaHistory
    private let finder: DefinitionFinder
    /// Of the server that wrote the current file.
    private var serverVersion = ""
    private var byIdentifier: [UInt64: CapturedTable] = [:]
    private var byName: [BinlogError.TableName: CapturedTable] = [:]
    private var topics: [String: Topic] = [:]
    /// By the pipelines' names, of those with transaction metadata that have captured something.
    var transactions: [String: DebeziumTransactions] = [:]

    private struct Topic {
        let partitions: Int32
        let key: String
        let format: String
        let batches: [PartitionBatch]
    }

    /// Tables whose definitions are kept; with more than this all are worked out anew after the transaction.
    private static let tablesMax = 10_000

    init(
        pipelines: [SourcePipeline], source: DebeziumSource, flavour: FormatDescriptionEvent.Flavour,
        sink: any FrameSink, start: ResumePoint, lookup: (any TableLookup)? = nil, foldsNames: Bool = false
    ) {
        self.pipelines = pipelines
        self.source = source
        self.flavour = flavour
        self.sink = sink
        let tracker = SchemaTracker(flavour: flavour, foldsNames: foldsNames) { SchemaHistory.stores($0, pipelines) }
        history = SchemaHistory(tracker: tracker, start: start)
        finder = DefinitionFinder(
            tracker: tracker, lookup: lookup, needsDeclarations: pipelines.contains(where: \.needsDeclarations))
    }

    /// Takes a statement that may be DDL.
    /// - Returns: what it did to tables and databases; nil for anything else.
    func apply(_ event: QueryEvent) -> AppliedDDL? {
        guard let applied = finder.tracker.apply(event, serverVersion: serverVersion) else { return nil }
        for change in applied.changes { forget(change) }
        history.note(gone: gone(after: applied.changes))
        return applied
    }

    /// Tables whose rows are gone. One that another takes the name of stays: an online schema change copies the rows
    /// into a table beside it, and then renames both in one statement.
    private func gone(after changes: [SchemaChange]) -> [BinlogError.TableName] {
        let taken = changes.compactMap { change -> BinlogError.TableName? in
            guard case .renamed = change.kind else { return nil }
            return BinlogError.TableName(database: change.database, table: change.table)
        }
        return changes.flatMap { change -> [BinlogError.TableName] in
            switch change.kind {
            case .dropped, .replaced: [BinlogError.TableName(database: change.database, table: change.table)]
            case .renamed(let from) where !taken.contains(from): [from]
            case .databaseDropped: history.written(in: change.database)
            default: []
            }
        }
    }

    /// A statement may change names and leave the TABLE_MAP event as it was.
    private func forget(_ change: SchemaChange) {
        if change.kind == .truncated { return }
        guard !change.table.isEmpty else {
            byName.removeAll()
            return byIdentifier.removeAll()
        }
        let name = BinlogError.TableName(database: change.database, table: change.table)
        guard let table = byName.removeValue(forKey: name) else { return }
        byIdentifier = byIdentifier.filter { $0.value !== table }
    }

    /// What has to be stored with the next position.
    func takeSchemaRecords() -> [SchemaRecord] { history.takeRecords() }

    /// Whether some pipeline's format carries the statements behind the rows.
    var wantsStatements: Bool { pipelines.contains(where: \.includesStatements) }

    /// Whether some rows can only be written when the end of their transaction is known.
    var needsWholeTransactions: Bool { pipelines.contains(where: \.needsWholeTransactions) }

    /// A file begins. Source: `FormatDescriptionEvent` (offset 2, 50 bytes, zero-padded).
    func beginFile(_ event: EventFrame) {
        forgetIdentifiers()
        guard event.body.count >= 52 else { return }
        serverVersion = String(decoding: event.body[2..<52].prefix { $0 != 0 }, as: UTF8.self)
    }

    /// Table ids are the server's own and begin anew when it restarts: they hold within one file.
    func forgetIdentifiers() { byIdentifier.removeAll(keepingCapacity: true) }

    /// Between transactions: forgets all definitions when there are too many.
    func trim() {
        guard byName.count > Self.tablesMax else { return }
        byName.removeAll()
        byIdentifier.removeAll()
    }

    /// Takes a TABLE_MAP event.
    /// - Parameter place: after it.
    func read(_ event: EventFrame, at place: BinlogPosition) throws {
        let header = try TableMapHeader(event)
        if let known = byIdentifier[header.tableId], known.fingerprint.matches(header) { return }
        let name = header.name
        let table: CapturedTable
        if let known = byName[name], known.fingerprint.matches(header) {
            table = known
        } else {
            table = CapturedTable(fingerprint: TableMapFingerprint(header), target: try target(header, name, place))
            byName[name] = table
        }
        byIdentifier[header.tableId] = table
    }

    /// True when rows after this TABLE_MAP, which was read, become records.
    func isCaptured(_ event: EventFrame) throws -> Bool {
        byIdentifier[try TableMapHeader(event).tableId]?.target != nil
    }

    /// The table of a rows event.
    /// - Throws: `BridgeError` when no TABLE_MAP came before it: the position is inside of a statement.
    func table(of rows: RowsEvent, at position: BinlogPosition) throws -> CapturedTable {
        guard let table = byIdentifier[rows.tableId] else {
            throw BridgeError(
                what: "\(position): rows of a table (id \(rows.tableId)) that no TABLE_MAP event has named",
                remedy: "stop leat, `leat position set` to the begin of a transaction, start leat")
        }
        return table
    }

    private func target(
        _ header: TableMapHeader, _ name: BinlogError.TableName, _ place: BinlogPosition
    ) throws -> CapturedTable.Target? {
        let captured = pipelines.first { $0.router.captures(database: name.database, table: name.table) }
        guard let pipeline = captured else { return nil }
        let event = try TableMapEvent(header, flavour: flavour)
        let definition = try finder.definition(for: event, at: place)
        guard let plan = try pipeline.router.plan(definition) else { return nil }
        if plan.rule.format == .debezium, plan.outbox == nil { history.note(written: plan.table) }
        return CapturedTable.Target(
            plan: try RowPlan(event.completed(by: definition)), definition: definition,
            rules: RowRules(filter: plan.filter, transform: plan.transform),
            writer: try writer(plan, pipeline), key: RecordKeyKind(plan.route.key))
    }

    /// The topic's batches; the topic is made if it is not there. One that exists keeps its partitions, key and format:
    /// others are refused by name, here or by the log.
    func partitions(ofTopic topic: String, count: Int32, key: String, format: String) throws -> [PartitionBatch] {
        if let known = topics[topic] {
            guard known.partitions == count, known.key == key, known.format == format else {
                throw BridgeError(
                    what: "two capture rules write to topic \(topic): \(known.partitions) partitions by key "
                        + "\(known.key) as \(known.format), and \(count) partitions by key \(key) as \(format)",
                    remedy: "give them the same partitions, key and format, or different topics, then restart")
            }
            return known.batches
        }
        let batches = try sink.batches(
            ofTopic: topic, partitions: Int(count),
            properties: ["source": source.name, "format": format, "key": key])
        topics[topic] = Topic(partitions: count, key: key, format: format, batches: batches)
        return batches
    }
}
