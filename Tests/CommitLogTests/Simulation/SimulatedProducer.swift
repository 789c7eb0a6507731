import Bytes

@testable import CommitLog

/// A client with an idempotent producer: it has up to five batches under way, and sends those again, in their order,
/// of which it does not know that they are stored. Its batch n is always the same one.
///
/// In the model it is a source of its own, with one batch in each transaction.
struct SimulatedProducer {
    static let topic = 1000
    static let underWayMax = 5
    private static let batchesOfEpoch = 40
    private static let firstSource: SourceID = 0x1000_0000

    let number: Int
    /// The first batch that was never sent.
    var next = 0
    /// Batches without a good answer, in their order; true for those that were sent and may still be answered.
    var open: [(number: Int, isUnderWay: Bool)] = []
    /// The last batch that was answered to be stored.
    var acknowledged = -1

    var source: SourceID { Self.firstSource + SourceID(number) }

    /// The producer's number; nil for a real source.
    static func number(_ source: SourceID) -> Int? { source < firstSource ? nil : Int(source - firstSource) }

    static func batch(
        _ producer: Int,
        _ number: Int,
        using generator: inout SeededGenerator
    ) -> SimulatedTransaction.Batch {
        SimulatedTransaction.Batch(
            topic: topic,
            partition: producer % SimulatedTransaction.partitionsPerTopic,
            records: records(number),
            payloadBytes: generator.below(10) == 0 ? generator.below(1500) : generator.below(120),
            timestamp: Int64(number * 10 + generator.below(60))
        )
    }

    private static func records(_ number: Int) -> Int { 1 + number % 4 }

    /// Producer id, epoch and first sequence.
    static func writeHeader(_ source: SourceID, _ batch: Int, into writer: inout ByteWriter) {
        guard let number = number(source) else { return writer.append(repeating: 0xFF, count: 14) }
        let first = batch - batch % batchesOfEpoch
        writer.appendBE(Int64(number) + 1 << 40)
        writer.appendBE(Int16(batch / batchesOfEpoch))
        writer.appendBE(Int32((first..<batch).reduce(0) { $0 + records($1) }))
    }
}
