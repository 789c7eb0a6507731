import Bytes
import Glibc

@testable import CommitLog

/// What a log must hold: everything that was visible once, found again at every look.
final class LogModel {
    struct Batch {
        let baseOffset: Int64
        let records: Int
        let source: SourceID
        let transaction: Int
        let index: Int
        let timestamp: Int64
        /// The largest timestamp up to and including this batch.
        let maxTimestamp: Int64
        let position: UInt64
        /// Where the frame stands, at the latest, that made it visible: the end of a chain comes after its parts.
        let visibleAt: UInt64
        var endOffset: Int64 { baseOffset + Int64(records) }
    }

    struct PartitionModel {
        /// False for one of a topic that clients have made: `Simulation+ClientTopics` looks at those.
        var isOfSource = true
        var batches: [Batch] = []
        var next: Int64 = 0
        var start: Int64 = 0
        var leaderEpoch: Int32 = 0
        /// The largest offset before which records were to be deleted.
        var deletedBefore: Int64 = 0
    }

    struct SourceModel {
        let id: SourceID
        let name: String
        /// Last transaction whose records are visible.
        var visible = -1
        /// Last transaction given to the log in this life.
        var sent = -1
        var definitions: [String: [UInt8]] = [:]
        /// Numbers of transactions that are prepared.
        var prepared: Set<Int> = []
    }

    /// Offsets of a group: those when the log was opened, and what was sent since.
    struct GroupModel {
        struct Operation {
            /// Nil: all are deleted.
            let entries: [PartitionID: Int64]?
            var isRefused = false
        }
        var offsets: [PartitionID: Int64] = [:]
        var operations: [Operation] = []
        /// How many of the operations are done for certain.
        var acknowledged = 0
        /// The largest offset sent so far.
        var largest: Int64 = 0
        var sent: Int { operations.count }

        /// The offsets after the acknowledged operations, and after each of those sent later.
        var states: [[PartitionID: Int64]] {
            var offsets = offsets
            var states: [[PartitionID: Int64]] = acknowledged == 0 ? [offsets] : []
            for (number, operation) in operations.enumerated() {
                if !operation.isRefused {
                    if let entries = operation.entries {
                        offsets.merge(entries) { $1 }
                    } else {
                        offsets = [:]
                    }
                }
                if number + 1 >= acknowledged { states.append(offsets) }
            }
            return states
        }
    }

    let seed: UInt64
    let topicsMax: Int
    let usesPrepared: Bool
    var partitions: [PartitionModel] = []
    var sources: [SourceModel] = []
    var groups: [String: GroupModel] = [:]
    var topics: [Int: TopicDefinition] = [:]
    /// What lies before it no power cut takes.
    var durablePosition: UInt64 = 0
    /// Transactions that were sent as a chain, once at least.
    var chained: Set<Chained> = []
    struct Chained: Hashable {
        let source: SourceID
        let transaction: Int
    }
    /// Batches found visible so far.
    var batchesSeen = 0
    /// Last batch of each producer that is visible, by its source.
    var producersVisible: [SourceID: Int] = [:]
    /// Those of which batches may have gone unseen.
    var producersMissed: Set<SourceID> = []
    /// Last batch of each that was ever sent.
    var producersSent: [SourceID: Int] = [:]

    init(seed: UInt64, topicsMax: Int, usesPrepared: Bool) {
        self.seed = seed
        self.topicsMax = topicsMax
        self.usesPrepared = usesPrepared
    }

    func transaction(_ source: SourceID, _ number: Int) -> SimulatedTransaction {
        SimulatedTransaction(
            seed: seed,
            source: source,
            number: number,
            topicsMax: topicsMax,
            usesPrepared: usesPrepared
        )
    }

    /// Numbers of the partitions that sources fill.
    var sourcePartitions: [Int] { partitions.indices.filter { partitions[$0].isOfSource } }

    // MARK: - What has become visible

    /// Takes over what the log shows now and did not before: exactly the records of the transactions that the sources'
    /// checkpoints have passed since.
    func absorb(_ log: CommitLog, judge: (BatchSlice, Bool) throws -> Void = { _, _ in }) throws {
        var expected: [BatchKey: Int] = [:]
        for index in sources.indices {
            let id = sources[index].id
            let visible = ConsecutiveCheckpoints.last(log.sourceState(id))
            try require(
                visible >= sources[index].visible && visible <= sources[index].sent,
                "source \(id) stands at \(visible): was \(sources[index].visible), sent \(sources[index].sent)"
            )
            while sources[index].visible < visible {
                sources[index].visible += 1
                let transaction = transaction(id, sources[index].visible)
                for number in transaction.batches.indices {
                    let key = BatchKey(source: id, transaction: transaction.number, index: number)
                    expected[key] = try partition(transaction.batches[number])
                }
                apply(transaction, &sources[index])
            }
        }
        for id in sourcePartitions { try absorb(log, PartitionID(id), &expected, judge) }
        try require(expected.isEmpty, "checkpoints are ahead of their records: \(expected.keys)")
    }

    struct BatchKey: Hashable {
        let source: SourceID
        let transaction: Int
        let index: Int
    }

    private func absorb(
        _ log: CommitLog,
        _ id: PartitionID,
        _ expected: inout [BatchKey: Int],
        _ judge: (BatchSlice, Bool) throws -> Void
    ) throws {
        let known = partitions[Int(id)]
        guard let state = log.partitionState(id) else { throw Violation("partition \(id) is gone") }
        try require(
            state.highWatermark >= known.next, "partition \(id) fell from \(known.next) to \(state.highWatermark)")
        guard state.highWatermark > known.next else { return }
        var slices: [BatchSlice] = []
        // Given up between two looks at it: nobody will ever know what stood there.
        let isSkipped = state.logStartOffset > known.next
        if isSkipped {
            partitions[Int(id)].next = state.logStartOffset
            for source in producersSent.keys where partition(ofProducer: source) == id {
                producersMissed.insert(source)
            }
        }
        try log.read(partition: id, from: partitions[Int(id)].next, maxBytes: .max, into: &slices)
        for slice in slices {
            let bytes = try slice.bytes()
            let key = bytes.withUnsafeBytes { bytes -> BatchKey in
                func field(_ number: Int) -> UInt32 {
                    let at = BatchHeader.size + number * 4
                    return bytes.count < at + 4
                        ? .max : UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt32.self))
                }
                return BatchKey(source: field(0), transaction: Int(field(1)), index: Int(field(2)))
            }
            if isSkipped, slice.baseOffset < partitions[Int(id)].next { partitions[Int(id)].next = slice.baseOffset }
            let isProduced = SimulatedProducer.number(key.source) != nil
            if isProduced {
                try absorbProduced(key.source, key.transaction, slice)
            } else {
                try require(
                    expected.removeValue(forKey: key) == Int(id),
                    "partition \(id) offset \(slice.baseOffset) shows \(key), which is not due"
                )
            }
            let planned = transaction(key.source, key.transaction).batches[key.index]
            let before = partitions[Int(id)].batches.last
            let isChained = chained.contains(Chained(source: key.source, transaction: key.transaction))
            if let last = partitions[Int(id)].batches.last(where: { $0.source == key.source }) {
                try require(
                    (last.transaction, last.index) < (key.transaction, key.index),
                    "partition \(id): \(key) stands after \(last.transaction)/\(last.index)"
                )
            }
            let batch = Batch(
                baseOffset: partitions[Int(id)].next,
                records: planned.records,
                source: key.source,
                transaction: key.transaction,
                index: key.index,
                timestamp: planned.timestamp,
                maxTimestamp: max(planned.timestamp, before?.maxTimestamp ?? .min),
                position: slice.position,
                visibleAt: isChained ? max(log.statistics.endPosition, 1) - 1 : slice.position
            )
            try verify(slice, bytes, is: batch, of: id)
            try judge(slice, isProduced)
            partitions[Int(id)].batches.append(batch)
            partitions[Int(id)].next = batch.endOffset
            batchesSeen += 1
        }
        if isSkipped { expected = expected.filter { $0.value != Int(id) } }
        try require(partitions[Int(id)].next == state.highWatermark, "partition \(id) cannot be read to its end")
    }

    private func apply(_ transaction: SimulatedTransaction, _ source: inout SourceModel) {
        for change in transaction.definitions {
            source.definitions[change.key] = change.value.isEmpty ? nil : change.value
        }
        for number in transaction.resolves { source.prepared.remove(number) }
        if !transaction.preparedParts.isEmpty { source.prepared.insert(transaction.number) }
    }

    private func partition(_ batch: SimulatedTransaction.Batch) throws -> Int {
        guard let topic = topics[batch.topic] else {
            throw Violation("records of topic \(batch.topic) before it exists")
        }
        return Int(topic.partitions[batch.partition])
    }

    /// A slice and its bytes must be this batch.
    func verify(_ slice: BatchSlice, _ bytes: [UInt8], is batch: Batch, of id: PartitionID) throws {
        let where_ = "partition \(id) offset \(batch.baseOffset)"
        try require(
            slice.baseOffset == batch.baseOffset && slice.lastOffset == batch.endOffset - 1,
            "\(where_): the batch there has offsets \(slice.baseOffset) to \(slice.lastOffset)"
        )
        try require(bytes.count == slice.byteLength, "\(where_): \(bytes.count) bytes instead of \(slice.byteLength)")
        var expected = ByteWriter(capacity: bytes.count)
        transaction(batch.source, batch.transaction).writeBatch(batch.index, into: &expected)
        expected.patchBE(batch.baseOffset, at: 0)
        let isEqual = bytes.withUnsafeBytes { bytes in
            let expected = expected.bytes
            guard bytes.count == expected.count, let one = bytes.baseAddress, let other = expected.baseAddress else {
                return false
            }
            // The leader epoch at 12 is looked at elsewhere.
            return memcmp(one, other, 12) == 0 && memcmp(one + 16, other + 16, bytes.count - 16) == 0
        }
        try require(isEqual, "\(where_): other bytes than those of \(batch)")
    }

    // MARK: - After a crash

    /// The log has been opened again after losing what was not durable. Visible records may be missing only from a place
    /// in the log on, and only above `durablePosition`; then their partitions have a new leader epoch.
    func rewind(to log: CommitLog) throws {
        var lost = UInt64.max
        var kept: UInt64 = 0
        for id in sourcePartitions {
            guard let state = log.partitionState(PartitionID(id)) else { throw Violation("partition \(id) is gone") }
            let next = partitions[id].next
            while let last = partitions[id].batches.last, last.baseOffset >= state.highWatermark {
                try require(
                    SimulatedProducer.number(last.source) == nil,
                    "batch \(last.transaction) of client \(last.source) was visible and is lost"
                )
                partitions[id].batches.removeLast()
                partitions[id].next = last.baseOffset
                lost = min(lost, last.visibleAt)
            }
            try require(
                partitions[id].next <= state.highWatermark,
                "partition \(id) ends inside of a batch, at \(state.highWatermark)"
            )
            if partitions[id].next < next {
                let epochs = log.leaderEpochs(PartitionID(id))
                try require(
                    state.leaderEpoch > partitions[id].leaderEpoch,
                    "partition \(id) lost what was visible and kept its leader epoch \(state.leaderEpoch)"
                )
                // A reader that knew the old epoch learns up to where it still holds.
                let first = epochs.first { $0.epoch > partitions[id].leaderEpoch }
                try require(
                    first.map { $0.startOffset <= partitions[id].next } ?? false,
                    "partition \(id): epochs \(epochs) after offsets from \(partitions[id].next) were lost"
                )
            }
            try require(state.leaderEpoch >= partitions[id].leaderEpoch, "partition \(id): its leader epoch fell")
            partitions[id].leaderEpoch = state.leaderEpoch
            if let last = partitions[id].batches.last { kept = max(kept, last.position) }
        }
        try require(lost >= durablePosition, "a visible batch at \(lost) is lost, \(durablePosition) had been durable")
        try require(kept < lost, "the batch at \(kept) is there, the one at \(lost) before it is not")
        for index in sources.indices { try rewind(&sources[index], to: log, lost: lost) }
    }

    private func rewind(_ source: inout SourceModel, to log: CommitLog, lost: UInt64) throws {
        let visible = ConsecutiveCheckpoints.last(log.sourceState(source.id))
        guard visible < source.visible else { return }
        for partition in partitions {
            let tooMuch = partition.batches.last { $0.source == source.id && $0.transaction > visible }
            try require(
                tooMuch == nil,
                "source \(source.id) goes back to \(visible), but transaction \(tooMuch?.transaction ?? 0) is in the log"
            )
        }
        source.visible = -1
        source.definitions = [:]
        source.prepared = []
        while source.visible < visible {
            source.visible += 1
            apply(transaction(source.id, source.visible), &source)
        }
    }

    func require(_ isRight: Bool, _ what: @autoclosure () -> String) throws {
        if !isRight { throw Violation(what()) }
    }
}

/// The log does not keep what it promises.
struct Violation: Error, CustomStringConvertible {
    let description: String
    init(_ what: String) { description = what }
}
