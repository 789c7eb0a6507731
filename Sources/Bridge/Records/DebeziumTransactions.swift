import ChangeEvents

/// The topic `<source>.transaction`: where each transaction with captured changes begins and ends, and how many changes
/// it has (Debezium's `provide.transaction.metadata`). One object serves all tables of a pipeline.
final class DebeziumTransactions {
    let transaction: DebeziumTransaction
    private let partitions: [PartitionBatch]
    private var isOpen = false

    init(schemas: Bool, partitions: [PartitionBatch]) {
        transaction = DebeziumTransaction(schemas: schemas)
        self.partitions = partitions
    }

    /// Before the rows of each event: the first of a transaction says that it begins.
    func open(_ context: EventContext, to output: inout RecordOutput) throws {
        guard !isOpen else { return }
        isOpen = true
        transaction.begin(gtid: context.gtid, file: context.file, position: output.transactionStart)
        output.value.removeAll()
        transaction.appendBegin(commitMilliseconds: output.timestampMilliseconds, into: &output.value)
        try append(to: &output)
    }

    /// The transaction is whole.
    func close(to output: inout RecordOutput) throws {
        guard isOpen else { return }
        isOpen = false
        output.value.removeAll()
        transaction.appendEnd(commitMilliseconds: output.timestampMilliseconds, into: &output.value)
        try append(to: &output)
    }

    /// The transaction is not: what was written of it is dropped.
    func drop() { isOpen = false }

    private func append(to output: inout RecordOutput) throws {
        output.key.removeAll()
        transaction.appendKey(into: &output.key)
        try output.append(to: partitions, key: output.key.bytes, value: output.value.bytes)
    }
}
