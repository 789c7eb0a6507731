import Binlog
import ChangeEvents
import Routing

/// Maxwell's way: a message for each row, with its place in its transaction, whose end is known (see `EventDecoder.replay`).
final class MaxwellRecords: RecordWriter {
    private let encoder: MaxwellEncoder
    private let key: RecordKeyKind
    /// What chooses the partition where `key` is `table`.
    private let tableKey: [UInt8]
    private let partitions: [PartitionBatch]

    init(encoder: MaxwellEncoder, key: RecordKeyKind, tableKey: [UInt8], partitions: [PartitionBatch]) {
        self.encoder = encoder
        self.key = key
        self.tableKey = tableKey
        self.partitions = partitions
    }

    var notices: SourceNotices {
        SourceNotices(zeroDates: encoder.unrepresentableDates, replacedTexts: encoder.replacedTexts)
    }

    func begin(_ context: EventContext, to output: inout RecordOutput) throws { try encoder.begin(context) }

    /// A record always has Maxwell's key; what `key:` chooses is its partition.
    func write(_ change: RowChange, to output: inout RecordOutput) throws {
        output.value.removeAll()
        let row = output.transactionRow
        output.transactionRow += 1
        try encoder.appendValue(
            operation: change.operation, before: change.before, after: change.after, transactionRow: row,
            isLast: output.transactionRow == output.transactionRows, into: &output.value)
        output.key.removeAll()
        try encoder.appendKey(
            before: change.before, after: change.after, rowIndex: change.rowIndex, into: &output.key)
        let partition: PartitionBatch
        switch key {
        case .columns: partition = RecordOutput.partition(of: output.key.bytes, among: partitions)
        case .table: partition = tableKey.withUnsafeBytes { RecordOutput.partition(of: $0, among: partitions) }
        case .transaction:
            partition = RecordOutput.partition(of: output.transactionKey.bytes, among: partitions)
        // The key is a UUID then: by it the rows would lose their order.
        case .none: partition = partitions[0]
        }
        try output.append(to: partition, key: output.key.bytes, value: output.value.bytes)
    }
}
