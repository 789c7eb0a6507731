import Binlog
import ChangeEvents
import RecordBatch
import Routing

/// Debezium's way: a record for each row, a tombstone after each delete, and two records where a key changes.
final class DebeziumRecords: RecordWriter {
    private let encoder: DebeziumEncoder
    private let key: RecordKeyKind
    /// The key of every record where `key` is `table`.
    private let tableKey: [UInt8]
    private let partitions: [PartitionBatch]
    private let emitsTombstones: Bool
    /// With transaction metadata: what all tables of the source share.
    private let transactions: DebeziumTransactions?

    init(
        encoder: DebeziumEncoder, key: RecordKeyKind, tableKey: [UInt8], partitions: [PartitionBatch],
        emitsTombstones: Bool, transactions: DebeziumTransactions?
    ) {
        self.encoder = encoder
        self.key = key
        self.tableKey = tableKey
        self.partitions = partitions
        self.emitsTombstones = emitsTombstones
        self.transactions = transactions
    }

    var notices: SourceNotices {
        SourceNotices(zeroDates: encoder.unrepresentableDates, replacedTexts: encoder.invalidTexts)
    }

    func begin(_ context: EventContext, to output: inout RecordOutput) throws {
        try transactions?.open(context, to: &output)
        try encoder.begin(context)
    }

    @inline(__always)
    func write(_ change: RowChange, to output: inout RecordOutput) throws {
        switch change.operation {
        case .update: try writeUpdate(change, to: &output)
        case .delete: try writeDelete(change, to: &output)
        default: try append(change, to: &output)
        }
    }

    /// An update that changes the record key is a delete under the old key and a create under the new one.
    @inline(__always)
    private func writeUpdate(_ change: RowChange, to output: inout RecordOutput) throws {
        guard let before = change.before, let after = change.after, encoder.keyDiffers(before: before, after: after)
        else { return try append(change, to: &output) }
        output.otherKey.removeAll()
        try encoder.appendKey(row: after, into: &output.otherKey)
        let newKey = RecordHeader(key: "__debezium.newkey", value: output.otherKey.bytes)
        let delete = RowChange(operation: .delete, before: before, after: nil, rowIndex: change.rowIndex)
        try writeDelete(delete, to: &output, header: newKey)
        output.otherKey.removeAll()
        try encoder.appendKey(row: before, into: &output.otherKey)
        let oldKey = RecordHeader(key: "__debezium.oldkey", value: output.otherKey.bytes)
        let create = RowChange(operation: .create, before: nil, after: after, rowIndex: change.rowIndex)
        try append(create, to: &output, header: oldKey)
    }

    private func writeDelete(
        _ change: RowChange, to output: inout RecordOutput, header: RecordHeader? = nil
    ) throws {
        try append(change, to: &output, header: header)
        // `key` still holds the deleted row's key.
        guard emitsTombstones, !encoder.keyColumns.isEmpty else { return }
        try output.append(to: partitions, key: output.key.bytes, value: nil, header: header)
    }

    @inline(__always)
    private func append(
        _ change: RowChange, to output: inout RecordOutput, header: RecordHeader? = nil
    ) throws {
        output.value.removeAll()
        try encoder.appendValue(
            operation: change.operation, before: change.before, after: change.after, rowIndex: change.rowIndex,
            into: &output.value)
        output.key.removeAll()
        switch key {
        case .columns:
            guard let row = change.after ?? change.before else { return }
            try encoder.appendKey(row: row, into: &output.key)
        case .table: output.key.append(tableKey)
        case .transaction: output.key.append(output.transactionKey.bytes)
        case .none:
            return try output.append(to: partitions, key: nil, value: output.value.bytes, header: header)
        }
        try output.append(to: partitions, key: output.key.bytes, value: output.value.bytes, header: header)
    }
}
