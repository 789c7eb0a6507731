import Binlog
import Bytes
import ChangeEvents
import Schema

/// Reads a recorded binlog file and writes its changes with our encoders, as the bridge does.
final class PeerReplay {
    private let recording: PeerRecording
    private let options: DebeziumOptions
    private let source = DebeziumSource(version: "3.6.3.Final", connector: .mysql, name: "peer")
    private let declarations: [String: ColumnDeclaration]
    private let transaction: DebeziumTransaction?
    private var tables: [UInt64: Table?] = [:]
    private var gtid: [UInt8] = []
    private var commitMicroseconds: Int64 = 0
    private var thread: UInt32?
    private var query: [UInt8]?
    private(set) var records: [PeerRecording.Record] = []
    /// Tables whose rows cannot be read, and why.
    private(set) var unread: [String: String] = [:]
    /// Every version of every table, by its name.
    private(set) var definitions: [String: [TableDefinition]] = [:]
    private(set) var statements: [Statement] = []

    /// A DDL statement and where it stands.
    struct Statement {
        let text: String
        let serverID: UInt32
        let position: UInt64
        let gtid: [UInt8]
        let commitMicroseconds: Int64
    }

    private struct Table {
        let name: String
        let plan: RowPlan
        let encoder: DebeziumEncoder
        let count: Int
    }

    init(_ recording: PeerRecording, options: DebeziumOptions) throws {
        self.recording = recording
        self.options = options
        transaction = options.transactionMetadata ? DebeziumTransaction(schemas: options.schemas) : nil
        var declarations: [String: ColumnDeclaration] = [:]
        for cells in try recording.cells("columns.tsv") {
            var column = ColumnDeclaration(
                typeText: cells[2], defaultExpression: cells[3] == "\\N" ? nil : cells[3])
            column.isGenerated = cells[4] == "generated"
            column.isAutoIncrement = cells[4] == "auto_increment"
            declarations["\(cells[0]).\(cells[1])"] = column
        }
        self.declarations = declarations
    }

    func run() throws {
        try recording.binlog().withUnsafeBytes { file in
            var offset = 4
            while offset + 19 <= file.count {
                let length = Int(file.loadUnaligned(fromByteOffset: offset + 9, as: UInt32.self))
                let event = UnsafeRawBufferPointer(rebasing: file[offset..<offset + length])
                try read(try EventFrame(event, checksum: .crc32), position: UInt64(offset))
                offset += length
            }
        }
    }

    private func read(_ frame: EventFrame, position: UInt64) throws {
        switch frame.header.type {
        case .gtid:
            let event = try GTIDEvent(frame)
            gtid = event.gtid.map { Array("\($0.uuid):\($0.number)".utf8) } ?? []
            commitMicroseconds = Int64(event.originalCommitMicroseconds)
            query = nil
        case .query:
            let event = try QueryEvent(frame)
            if event.isBegin {
                thread = event.threadId
                begin()
            } else {
                let text = String(decoding: event.statement, as: UTF8.self)
                statements.append(
                    Statement(
                        text: text, serverID: frame.header.serverId, position: position, gtid: gtid,
                        commitMicroseconds: commitMicroseconds))
                guard event.starts("truncate"), !options.skipsTruncate else { return }
                try truncate(text, frame.header, position: position)
            }
        case .rowsQuery: query = options.includesQuery ? Array(try RowsQueryEvent(frame).statement) : nil
        case .tableMap: try readTable(frame)
        case .writeRowsV2, .updateRowsV2, .deleteRowsV2: try readRows(frame, position: position)
        case .xid: end()
        default: break
        }
    }

    // MARK: Tables

    private func readTable(_ frame: EventFrame) throws {
        let event = try TableMapEvent(frame, flavour: .mysql)
        guard tables[event.tableId] == nil else { return }
        var table: Table?
        do {
            let definition = try TableDefinition(tableMap: event).declared(declarations)
            definitions[event.table, default: []].append(definition)
            table = Table(
                name: event.table, plan: try RowPlan(event), encoder: try encoder(definition),
                count: definition.columns.count)
        } catch {
            unread[event.table] = "\(error)"
        }
        tables[event.tableId] = .some(table)
    }

    private func encoder(_ definition: TableDefinition) throws -> DebeziumEncoder {
        // As Debezium does: the first unique key stands for a primary key that is missing.
        let key = definition.table == "shape_unique" ? [0] : definition.primaryKey
        return try DebeziumEncoder(
            table: definition, source: source, options: options, topic: topic(definition.table), keyColumns: key,
            transaction: transaction)
    }

    private func topic(_ table: String) -> String { "peer.types.\(table.replacing(" ", with: "_"))" }

    // MARK: Changes

    private func withContext(
        _ header: EventHeader, position: UInt64, thread: UInt32?, _ body: (EventContext) throws -> Void
    ) rethrows {
        try Array(recording.binlogName.utf8).withUnsafeBytes { file in
            try gtid.withUnsafeBytes { gtid in
                var context = EventContext(
                    serverID: header.serverId, gtid: gtid, file: file, position: position,
                    commitMicroseconds: commitMicroseconds, thread: thread,
                    processingMicroseconds: 1_700_000_000_123_456)
                guard let query else { return try body(context) }
                try query.withUnsafeBytes {
                    context.query = $0
                    try body(context)
                }
            }
        }
    }

    private func readRows(_ frame: EventFrame, position: UInt64) throws {
        let event = try RowsEvent(frame)
        guard let known = tables[event.tableId], let table = known, table.name != "marker",
            !table.name.hasPrefix("ddl_")
        else { return }
        try withContext(frame.header, position: position, thread: thread) { try table.encoder.begin($0) }
        var decoder = try RowDecoder(event, plan: table.plan)
        let before = UnsafeMutablePointer<ColumnValue>.allocate(capacity: table.count)
        let after = UnsafeMutablePointer<ColumnValue>.allocate(capacity: table.count)
        defer {
            before.deallocate()
            after.deallocate()
        }
        var row = 0
        while try decoder.next(before: before, after: after) {
            switch event.operation {
            case .insert: try append(.create, table, nil, after, row)
            case .delete: try delete(table, before, row)
            case .update where table.encoder.keyDiffers(before: before, after: after):
                try delete(table, before, row, newKey: after)
                try append(.create, table, nil, after, row, header: "__debezium.oldkey", headerKey: before)
            case .update: try append(.update, table, before, after, row)
            }
            row += 1
        }
    }

    private func delete(
        _ table: Table, _ before: UnsafePointer<ColumnValue>, _ row: Int, newKey: UnsafePointer<ColumnValue>? = nil
    ) throws {
        try append(.delete, table, before, nil, row, header: "__debezium.newkey", headerKey: newKey)
        guard let last = records.last, let key = last.key else { return }
        records.append(PeerRecording.Record(topic: last.topic, headers: last.headers, key: key))
    }

    private func append(
        _ operation: Operation, _ table: Table, _ before: UnsafePointer<ColumnValue>?,
        _ after: UnsafePointer<ColumnValue>?, _ row: Int, header: String = "",
        headerKey: UnsafePointer<ColumnValue>? = nil
    ) throws {
        var value = ByteWriter()
        try table.encoder.appendValue(operation: operation, before: before, after: after, rowIndex: row, into: &value)
        let key = try key(table, after ?? before)
        let headers = try headerKey.flatMap { try self.key(table, $0) }.map { "\(header)=\($0)" } ?? ""
        records.append(
            PeerRecording.Record(topic: topic(table.name), headers: headers, key: key, value: value.text))
    }

    private func key(_ table: Table, _ row: UnsafePointer<ColumnValue>?) throws -> String? {
        guard let row, !table.encoder.keyColumns.isEmpty else { return nil }
        var key = ByteWriter()
        try table.encoder.appendKey(row: row, into: &key)
        return key.text
    }

    private func truncate(_ statement: String, _ header: EventHeader, position: UInt64) throws {
        guard let name = statement.split(separator: " ").last.map(String.init),
            let table = tables.values.compactMap({ $0 }).first(where: { $0.name == name }), !name.hasPrefix("ddl_")
        else { return }
        var value = ByteWriter()
        // Debezium knows the moment of a statement to the millisecond only.
        commitMicroseconds = commitMicroseconds / 1000 * 1000
        try withContext(header, position: position, thread: nil) { try table.encoder.begin($0) }
        table.encoder.appendTruncate(into: &value)
        records.append(PeerRecording.Record(topic: topic(name), value: value.text))
    }

    // MARK: Transactions

    private func begin() {
        guard let transaction else { return }
        gtid.withUnsafeBytes { transaction.begin(gtid: $0, file: $0, position: 0) }
        appendTransaction { transaction.appendBegin(commitMilliseconds: commitMicroseconds / 1000, into: &$0) }
    }

    private func end() {
        guard let transaction else { return }
        guard transaction.eventCount > 0 else {
            records.removeLast()
            return
        }
        appendTransaction { transaction.appendEnd(commitMilliseconds: commitMicroseconds / 1000, into: &$0) }
    }

    private func appendTransaction(_ append: (inout ByteWriter) -> Void) {
        var key = ByteWriter()
        transaction?.appendKey(into: &key)
        var value = ByteWriter()
        append(&value)
        records.append(PeerRecording.Record(topic: "peer.transaction", key: key.text, value: value.text))
    }
}

extension TableDefinition {
    /// With what the server declares of each column.
    fileprivate func declared(_ declarations: [String: ColumnDeclaration]) -> TableDefinition {
        let columns = self.columns.map { column in
            var column = column
            column.declared = declarations["\(table).\(column.name)"]
            return column
        }
        return TableDefinition(database: database, table: table, columns: columns, primaryKey: primaryKey)
    }
}
