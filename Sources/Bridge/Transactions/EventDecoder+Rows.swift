import Binlog
import ChangeEvents
import Routing

extension EventDecoder {
    /// Turns the rows of one event into records. Nothing is allocated per row: images, key and value are written into
    /// buffers that are kept.
    mutating func decodeRows(_ event: EventFrame, start: UInt64) throws {
        let rows = try RowsEvent(event)
        // The server ends a statement that changed nothing with an empty event of this table id.
        if rows.tableId == 0xFF_FFFF, rows.rows.isEmpty { return }
        defer { if rows.isStatementEnd { statement.clear() } }
        guard group.state == .open else { throw outsideOfGroup() }
        guard let target = try tables.table(of: rows, at: place).target else { return }
        if let stash = group.stash { return try stash.append(event, file: file.bytes, start: start) }
        before.reserve(target.plan.columnCount)
        after.reserve(target.plan.columnCount)
        output.timestampMilliseconds = group.commitMicroseconds / 1000
        output.transactionStart = progress.committed.position
        if target.key == .transaction { setTransactionKey() }
        do {
            if isCounting { return try count(rows, of: target) }
            switch target.writer {
            case .debezium(let writer): try write(rows, of: target, with: writer, start: start)
            case .maxwell(let writer): try write(rows, of: target, with: writer, start: start)
            case .canal(let writer): try write(rows, of: target, with: writer, start: start)
            case .outbox(let writer): try write(rows, of: target, with: writer, start: start)
            case .rows(let writer): try write(rows, of: target, with: writer, start: start)
            }
        } catch let error as RecordTooLarge {
            throw tooLarge(target, error)
        } catch let fault as RowFault {
            throw BridgeError(what: "\(place): \(fault.what(in: target.definition))", remedy: fault.remedy)
        }
    }

    /// The row loop, compiled once for each kind of writer.
    private mutating func write<Writer: RecordWriter>(
        _ rows: RowsEvent, of target: CapturedTable.Target, with writer: Writer, start: UInt64
    ) throws {
        let notices = writer.notices
        try writer.begin(
            EventContext(
                serverID: rows.header.serverId, gtid: gtidText.bytes, file: file.bytes, position: start,
                commitMicroseconds: group.commitMicroseconds, thread: group.thread,
                processingMicroseconds: Self.nowMicroseconds(), xid: group.xid, query: statement.bytes), to: &output)
        var decoder = try RowDecoder(rows, plan: target.plan, scratch: scratch)
        var rowIndex = 0
        let isPartial = rows.operation == .update && rows.leavesColumnsOut
        while try decoder.next(before: before.columns, after: after.columns) {
            if isPartial { after.fillAbsent(from: before, count: target.plan.columnCount) }
            let change = change(rows.operation, rowIndex)
            rowIndex += 1
            if let rules = target.rules {
                if let passed = try rules.apply(change) {
                    try writer.write(passed, to: &output)
                } else {
                    counters.notices.filteredRows &+= 1
                }
            } else {
                try writer.write(change, to: &output)
            }
        }
        try writer.end(to: &output)
        group.rows += rowIndex
        counters.notices += writer.notices - notices
    }

    @inline(__always)
    private func change(_ operation: RowsEvent.Operation, _ rowIndex: Int) -> RowChange {
        switch operation {
        case .insert: RowChange(operation: .create, before: nil, after: after.columns, rowIndex: rowIndex)
        case .update: RowChange(operation: .update, before: before.columns, after: after.columns, rowIndex: rowIndex)
        case .delete: RowChange(operation: .delete, before: before.columns, after: nil, rowIndex: rowIndex)
        }
    }

    /// Counts the rows that a format will write that says how many there are.
    private mutating func count(_ rows: RowsEvent, of target: CapturedTable.Target) throws {
        guard case .maxwell = target.writer else { return }
        var decoder = try RowDecoder(rows, plan: target.plan, scratch: scratch)
        var rowIndex = 0
        while try decoder.next(before: before.columns, after: after.columns) {
            if try target.rules?.passes(change(rows.operation, rowIndex)) ?? true { output.transactionRows += 1 }
            rowIndex += 1
        }
    }

    /// The GTID, or file and position of the transaction where the server writes none.
    private mutating func setTransactionKey() {
        output.transactionKey.removeAll()
        if let gtid = gtidText.bytes { return output.transactionKey.append(gtid) }
        // Not `file`: the rows of an XA transaction stand in another one, maybe.
        output.transactionKey.append(utf8: progress.committed.file)
        output.transactionKey.append(0x3A)
        output.transactionKey.appendDecimal(progress.committed.position)
    }

    @inline(never)
    private func tooLarge(_ target: CapturedTable.Target, _ error: RecordTooLarge) -> BridgeError {
        BridgeError(
            what: "\(place): a row of \(target.plan.table) takes \(error.byteCount) bytes as a record, "
                + "more than record_bytes_max = \(error.byteCountMax)",
            remedy: "raise queue.record_bytes_max, then restart leat")
    }

    @inline(never)
    private func outsideOfGroup() -> BridgeError {
        BridgeError(
            what: "\(place): row changes outside of a transaction: reading began inside of one",
            remedy: "stop leat, `leat position set` to the begin of a transaction, start leat")
    }
}
