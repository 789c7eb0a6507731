/// What a record batch says of the idempotent producer that made it.
///
///     43 producerId i64 (−1 none)     51 producerEpoch i16     53 baseSequence i32     57 records count i32
///
/// Big-endian. Each record has a sequence number of its own; after 2³¹ − 1 comes 0.
/// Source: Apache Kafka documentation, "Record Batch", and KIP-98.
struct BatchProducer: Equatable {
    let id: Int64
    let epoch: Int16
    let firstSequence: Int32
    let recordCount: Int32

    init(id: Int64, epoch: Int16, firstSequence: Int32, recordCount: Int32) {
        self.id = id
        self.epoch = epoch
        self.firstSequence = firstSequence
        self.recordCount = recordCount
    }

    /// - Returns: nil for a batch of a producer that is not idempotent.
    init?(_ batch: UnsafeRawBufferPointer) {
        guard batch.count >= BatchHeader.size else { return nil }
        id = Int64(bigEndian: batch.loadUnaligned(fromByteOffset: 43, as: Int64.self))
        epoch = Int16(bigEndian: batch.loadUnaligned(fromByteOffset: 51, as: Int16.self))
        firstSequence = Int32(bigEndian: batch.loadUnaligned(fromByteOffset: 53, as: Int32.self))
        recordCount = Int32(bigEndian: batch.loadUnaligned(fromByteOffset: 57, as: Int32.self))
        guard id >= 0, epoch >= 0, firstSequence >= 0, recordCount > 0 else { return nil }
    }

    var lastSequence: Int32 { Self.sequence(firstSequence, plus: recordCount - 1) }

    static func sequence(_ sequence: Int32, plus count: Int32) -> Int32 {
        Int32(truncatingIfNeeded: (Int64(sequence) + Int64(count)) & Int64(Int32.max))
    }
}
