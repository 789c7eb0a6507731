import Binlog
import ChangeEvents
import RecordBatch
import Routing

extension EventDecoder {
    /// Turns the rows of one event into records. Nothing is allocated per row: images, key and value are written into
    /// buffers that are kept.
    mutating func decodeRows(_ event: EventFrame, start: UInt64) throws {
        let rows = try RowsEvent(event)
        // The server ends a statement that changed nothing with an empty event of this table id.
        if rows.tableId == 0xFF_FFFF, rows.rows.isEmpty { return }
        guard group.state == .open else { throw outsideOfGroup() }
        guard let target = try tables.table(of: rows, at: progress.position).target else { return }
        let zeroDates = target.encoder.unrepresentableDates
        before.reserve(target.plan.columnCount)
        after.reserve(target.plan.columnCount)
        try target.encoder.begin(
            EventContext(
                serverID: event.header.serverId, gtid: gtidText.bytes, file: file.bytes, position: start,
                commitMicroseconds: group.commitMicroseconds, thread: group.thread,
                processingMicroseconds: Self.nowMicroseconds()))
        let timestamp = group.commitMicroseconds / 1000
        var decoder = try RowDecoder(rows, plan: target.plan)
        var rowIndex = 0
        while try decoder.next(before: before.columns, after: after.columns) {
            switch rows.operation {
            case .insert: try emit(.create, nil, after.columns, target, timestamp, rowIndex)
            case .update: try emitUpdate(target, timestamp, rowIndex)
            case .delete: try emitDelete(target, timestamp, rowIndex)
            }
            rowIndex += 1
        }
        group.rows += rowIndex
        counters.zeroDates &+= target.encoder.unrepresentableDates &- zeroDates
    }

    /// An update that changes the record key is a delete under the old key and a create under the new one.
    @inline(__always)
    private mutating func emitUpdate(_ target: CapturedTable.Target, _ timestamp: Int64, _ rowIndex: Int) throws {
        guard target.encoder.keyDiffers(before: before.columns, after: after.columns) else {
            return try emit(.update, before.columns, after.columns, target, timestamp, rowIndex)
        }
        otherKey.removeAll()
        try target.encoder.appendKey(row: after.columns, into: &otherKey)
        let newKey = RecordHeader(key: "__debezium.newkey", value: otherKey.bytes)
        try emitDelete(target, timestamp, rowIndex, header: newKey)
        otherKey.removeAll()
        try target.encoder.appendKey(row: before.columns, into: &otherKey)
        let oldKey = RecordHeader(key: "__debezium.oldkey", value: otherKey.bytes)
        try emit(.create, nil, after.columns, target, timestamp, rowIndex, header: oldKey)
    }

    private mutating func emitDelete(
        _ target: CapturedTable.Target, _ timestamp: Int64, _ rowIndex: Int, header: RecordHeader? = nil
    ) throws {
        try emit(.delete, before.columns, nil, target, timestamp, rowIndex, header: header)
        // `key` still holds the deleted row's key.
        guard target.emitsTombstones, !target.encoder.keyColumns.isEmpty else { return }
        try append(to: target, key: key.bytes, value: nil, timestamp)
    }

    @inline(__always)
    private mutating func emit(
        _ operation: Operation, _ before: UnsafeMutablePointer<ColumnValue>?,
        _ after: UnsafeMutablePointer<ColumnValue>?, _ target: CapturedTable.Target, _ timestamp: Int64,
        _ rowIndex: Int, header: RecordHeader? = nil
    ) throws {
        value.removeAll()
        try target.encoder.appendValue(
            operation: operation, before: before, after: after, rowIndex: rowIndex, into: &value)
        key.removeAll()
        switch target.key {
        case .columns:
            guard let row = after ?? before else { return }
            try target.encoder.appendKey(row: row, into: &key)
        case .table: key.append(target.tableKey)
        case .transaction: appendTransactionKey()
        case .none: return try append(to: target, key: nil, value: value.bytes, timestamp, header)
        }
        try append(to: target, key: key.bytes, value: value.bytes, timestamp, header)
    }

    @inline(__always)
    private mutating func append(
        to target: CapturedTable.Target, key: UnsafeRawBufferPointer?, value: UnsafeRawBufferPointer?,
        _ timestamp: Int64, _ header: RecordHeader? = nil
    ) throws {
        let length = (key?.count ?? 0) + (value?.count ?? 0)
        guard length <= recordBytesMax else { throw tooLarge(target, length) }
        let partition = Partitioner.partition(key: key, count: Int32(target.partitions.count))
        try frames.append(
            to: target.partitions[Int(partition)], timestampMilliseconds: timestamp, key: key, value: value,
            header: header)
    }

    /// The GTID, or file and position of the transaction where the server writes none.
    private mutating func appendTransactionKey() {
        if let gtid = gtidText.bytes { return key.append(gtid) }
        key.append(file.bytes)
        key.append(0x3A)
        key.appendDecimal(progress.committed.position)
    }

    @inline(never)
    private func outsideOfGroup() -> BridgeError {
        BridgeError(
            what: "\(progress.position): row changes outside of a transaction: reading began inside of one",
            remedy: "stop leat, `leat position set` to the begin of a transaction, start leat")
    }

    @inline(never)
    private func tooLarge(_ target: CapturedTable.Target, _ length: Int) -> BridgeError {
        BridgeError(
            what: "\(progress.position): a row of \(target.plan.table) takes \(length) bytes as a record, more than "
                + "record_bytes_max = \(recordBytesMax)",
            remedy: "raise queue.record_bytes_max, then restart leat")
    }
}
