@testable import CommitLog

/// Everything that a log shows to those who use it, to compare one with another.
struct LogContents: Equatable {
    struct Batch: Equatable {
        let baseOffset: Int64
        let lastOffset: Int64
        let bytes: [UInt8]

        /// True if the batch itself says that it is damaged.
        var isDamaged: Bool {
            bytes.withUnsafeBytes { bytes in
                BatchHeader.problem(in: bytes, recordCount: UInt32(lastOffset - baseOffset + 1)) != nil
                    || !hasRightChecksum(bytes)
            }
        }
    }

    var partitions: [[Batch]] = []
    var sources: [[UInt8]] = []
    var definitions: [[String: [UInt8]]] = []
    var prepared: [[[UInt8]: [[UInt8]]]] = []
    var groups: [String: [PartitionID: Int64]] = [:]
    var topics: [TopicDefinition] = []

    init(_ log: CommitLog) throws {
        topics = log.topics()
        for (id, _) in log.sources() {
            sources.append(log.sourceState(id) ?? [])
            definitions.append(log.sourceDefinitions(id))
            var transactions: [[UInt8]: [[UInt8]]] = [:]
            for transaction in log.preparedTransactions(of: id) {
                var parts: [[UInt8]] = []
                try log.readPrepared(transaction) { parts.append(Array($0)) }
                transactions[transaction.xid] = parts
            }
            prepared.append(transactions)
        }
        for name in log.groups() {
            groups[name] = Dictionary(uniqueKeysWithValues: log.groupOffsets(name).map { ($0.partition, $0.offset) })
        }
        for id in topics.flatMap(\.partitions) {
            guard let state = log.partitionState(id) else { continue }
            var slices: [BatchSlice] = []
            try log.read(partition: id, from: state.logStartOffset, maxBytes: .max, into: &slices)
            partitions.append(
                try slices.map { Batch(baseOffset: $0.baseOffset, lastOffset: $0.lastOffset, bytes: try $0.bytes()) }
            )
        }
    }

    /// The batches that differ, if all else is as in the other.
    func differingBatches(from other: LogContents) -> [(ours: Batch, theirs: Batch)]? {
        var rest = self
        rest.partitions = other.partitions
        guard rest == other, partitions.map(\.count) == other.partitions.map(\.count) else { return nil }
        return zip(partitions.joined(), other.partitions.joined()).filter { $0 != $1 }.map { (ours: $0, theirs: $1) }
    }
}
