/// Producers whose first batch in a partition was turned away for a reason that passes. The next batches are under way
/// already: their producer must be told that one is missing, not that it is unknown, which many take for the end.
struct RefusedProducers {
    private(set) var keys: Set<ProducerKey> = []

    /// Those who are turned away all the time and never come back must not fill the memory.
    private static let countMax = 1024

    mutating func note(_ frame: FrameStorage) {
        for (index, entry) in frame.entries.enumerated() {
            guard let producer = BatchProducer(frame.batch(index)), producer.firstSequence == 0 else { continue }
            if keys.count >= Self.countMax { keys.removeAll() }
            keys.insert(ProducerKey(partition: entry.partition, producer: producer.id))
        }
    }
}
