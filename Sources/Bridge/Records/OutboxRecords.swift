import Bytes
import ChangeEvents
import RecordBatch
import Routing

/// The outbox: a row is a message of its own, with topic, key, value and headers from its columns.
final class OutboxRecords: RecordWriter {
    private let outbox: Outbox
    /// Finds a topic's partitions; the topic is made if it is not there.
    private let partitionsOf: (String) throws -> [PartitionBatch]
    private var topics: [String: [PartitionBatch]] = [:]
    private var message = OutboxMessage()
    /// The topic of the message before, which the next one mostly has too: it is found without a String.
    private var lastName = ByteWriter(capacity: 256)
    private var lastPartitions: [PartitionBatch] = []
    private var headers: [RecordHeader] = []

    init(_ outbox: Outbox, partitionsOf: @escaping (String) throws -> [PartitionBatch]) {
        self.outbox = outbox
        self.partitionsOf = partitionsOf
    }

    var notices: SourceNotices { SourceNotices(deadLetters: outbox.refused) }

    func begin(_ context: EventContext, to output: inout RecordOutput) {}

    func write(_ change: RowChange, to output: inout RecordOutput) throws {
        guard try outbox.message(before: change.before, after: change.after, into: &message) else { return }
        try findTopic()
        headers.removeAll(keepingCapacity: true)
        for index in 0..<message.headerCount {
            let header = message.header(index)
            headers.append(RecordHeader(key: header.name, value: header.value))
        }
        try headers.withUnsafeBufferPointer {
            try output.append(
                to: lastPartitions, key: message.hasKey ? message.key.bytes : nil,
                value: message.hasValue ? message.value.bytes : nil, headers: $0)
        }
    }

    private func findTopic() throws {
        let name = message.topic.bytes
        guard lastPartitions.isEmpty || !name.elementsEqual(lastName.bytes) else { return }
        let text = String(decoding: name, as: UTF8.self)
        let partitions: [PartitionBatch]
        if let known = topics[text] {
            partitions = known
        } else {
            partitions = try partitionsOf(text)
            topics[text] = partitions
        }
        lastPartitions = partitions
        lastName.removeAll()
        lastName.append(name)
    }
}
