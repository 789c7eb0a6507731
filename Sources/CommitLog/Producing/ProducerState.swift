/// What one idempotent producer has stored in one partition, as far as it is needed to recognise a batch that it sends
/// again.
struct ProducerState: Equatable {
    /// A stored batch.
    struct Batch: Equatable {
        var baseOffset: Int64
        let firstSequence: Int32
        let recordCount: Int32

        var lastSequence: Int32 { BatchProducer.sequence(firstSequence, plus: recordCount - 1) }
    }

    /// Producers have as many requests under way at most, so an older batch is never sent again.
    static let batchesMax = 5

    private(set) var epoch: Int16
    /// Of its last batch, µs.
    private(set) var appendTime: Int64
    /// The last ones of this epoch, oldest first, never empty.
    private(set) var batches: [Batch]

    init(epoch: Int16, appendTime: Int64, batches: [Batch]) {
        self.epoch = epoch
        self.appendTime = appendTime
        self.batches = batches
    }

    init(_ producer: BatchProducer, baseOffset: Int64, appendTime: Int64) {
        self.init(epoch: producer.epoch, appendTime: appendTime, batches: [])
        note(producer, baseOffset: baseOffset, appendTime: appendTime)
    }

    /// Takes over a stored batch, whatever is known already.
    mutating func note(_ producer: BatchProducer, baseOffset: Int64, appendTime: Int64) {
        if producer.epoch != epoch {
            epoch = producer.epoch
            batches.removeAll(keepingCapacity: true)
        }
        if batches.count == Self.batchesMax { batches.removeFirst() }
        batches.append(
            Batch(
                baseOffset: baseOffset,
                firstSequence: producer.firstSequence,
                recordCount: producer.recordCount
            )
        )
        self.appendTime = appendTime
    }

    /// What is to become of a batch that the producer sends now.
    func judge(_ producer: BatchProducer) -> ProducerVerdict {
        guard producer.epoch >= epoch else { return .refused(.fenced(epoch: epoch)) }
        guard let last = batches.last, producer.epoch == epoch else {
            return producer.firstSequence == 0 ? .next : .refused(.outOfOrder(expected: 0))
        }
        let again = batches.last {
            $0.firstSequence == producer.firstSequence && $0.recordCount == producer.recordCount
        }
        if let again { return .duplicate(baseOffset: again.baseOffset) }
        let expected = BatchProducer.sequence(last.lastSequence, plus: 1)
        if producer.firstSequence == expected { return .next }
        // An epoch begins with 0 and has no gaps: what lies wholly before the next sequence was stored.
        let behind = (Int64(expected) - 1 - Int64(producer.firstSequence)) & Int64(Int32.max)
        let isStored = behind < 1 << 30 && behind >= Int64(producer.recordCount - 1)
        return .refused(isStored ? .alreadyStored : .outOfOrder(expected: expected))
    }
}

/// What becomes of a batch with a producer's sequence numbers.
enum ProducerVerdict: Equatable {
    /// It is stored.
    case next
    /// It was stored before, from this offset on.
    case duplicate(baseOffset: Int64)
    case refused(ProducerRefusal)
}
