import Binlog
import ChangeEvents

/// Canal's way: one message for each partition that an event's rows go to, without a key.
final class CanalRecords: RecordWriter {
    private let encoder: CanalEncoder
    private let partitions: [PartitionBatch]
    private var context: EventContext?
    /// What the rows being gathered are; a filter can turn an update into an insert or a delete.
    private var operation: Operation?
    /// Bytes of rows at which a message ends although the event goes on: events grow to the size of a large row.
    private static let messageBytesMax = 512 << 10

    init(encoder: CanalEncoder, partitions: [PartitionBatch]) {
        self.encoder = encoder
        self.partitions = partitions
    }

    var notices: SourceNotices { SourceNotices(replacedTexts: encoder.replacedTexts) }

    func begin(_ context: EventContext, to output: inout RecordOutput) {
        self.context = context
        operation = nil
    }

    func write(_ change: RowChange, to output: inout RecordOutput) throws {
        if change.operation != operation, let context {
            try flush(to: &output)
            try encoder.begin(context, operation: change.operation)
            operation = change.operation
        }
        try encoder.append(before: change.before, after: change.after)
        if encoder.pendingByteCount >= Self.messageBytesMax { try flush(to: &output) }
    }

    func end(to output: inout RecordOutput) throws {
        try flush(to: &output)
        // Its views end with the event.
        context = nil
    }

    private func flush(to output: inout RecordOutput) throws {
        while true {
            output.value.removeAll()
            guard let partition = encoder.nextMessage(into: &output.value) else { return }
            try output.append(to: partitions[partition], key: nil, value: output.value.bytes)
        }
    }
}
