import Bytes
import ChangeEvents
import Schema

/// The rows alone: `{"table":"shop.orders","op":"update","before":{…},"after":{…}}`, with values as in Debezium's
/// events; `before` and `after` only where there is one.
final class PlainRows: RecordWriter {
    private let encoder: DebeziumEncoder
    /// `{"table":"shop.orders","op":"`
    private var opening = ByteWriter(capacity: 64)
    private let partitions: [PartitionBatch]

    init(encoder: DebeziumEncoder, table: TableDefinition, partitions: [PartitionBatch]) {
        self.encoder = encoder
        self.partitions = partitions
        opening.append("{\"table\":\"")
        for byte in "\(table.database).\(table.table)".utf8 {
            if byte == 0x22 || byte == 0x5C { opening.append(0x5C) }
            opening.append(byte)
        }
        opening.append("\",\"op\":\"")
    }

    var notices: SourceNotices {
        SourceNotices(zeroDates: encoder.unrepresentableDates, replacedTexts: encoder.invalidTexts)
    }

    func begin(_ context: EventContext, to output: inout RecordOutput) {}

    func write(_ change: RowChange, to output: inout RecordOutput) throws {
        output.value.removeAll()
        output.value.append(opening.bytes)
        output.value.append(Self.name(change.operation))
        if let before = change.before {
            output.value.append("\",\"before\":")
            try encoder.appendRow(before, into: &output.value)
            if let after = change.after {
                output.value.append(",\"after\":")
                try encoder.appendRow(after, into: &output.value)
            }
        } else if let after = change.after {
            output.value.append("\",\"after\":")
            try encoder.appendRow(after, into: &output.value)
        }
        output.value.append(0x7D)
        try output.append(to: partitions, key: nil, value: output.value.bytes)
    }

    private static func name(_ operation: Operation) -> StaticString {
        switch operation {
        case .create, .read: "insert"
        case .update: "update"
        case .delete: "delete"
        case .truncate: "truncate"
        }
    }
}
