/// A producer in a partition.
struct ProducerKey: Hashable, Comparable {
    let partition: PartitionID
    let producer: Int64

    static func < (one: Self, other: Self) -> Bool {
        (one.partition, one.producer) < (other.partition, other.producer)
    }
}

/// What all idempotent producers have stored last, by partition: a part of the log's state, made from the headers of
/// the batches in PRODUCED frames.
struct ProducerStates: Equatable {
    private(set) var states: [ProducerKey: ProducerState] = [:]

    /// A part of what may be kept goes at a time, so that making room costs little for each new producer.
    private static let evictedPart = 16

    var isEmpty: Bool { states.isEmpty }
    var count: Int { states.count }

    /// - Parameter expiresBefore: one whose last batch is older than this time is forgotten.
    func state(_ key: ProducerKey, expiresBefore: Int64) -> ProducerState? {
        states[key].flatMap { $0.appendTime < expiresBefore ? nil : $0 }
    }

    /// Takes over a stored batch.
    mutating func note(_ producer: BatchProducer, partition: PartitionID, baseOffset: Int64, appendTime: Int64) {
        let key = ProducerKey(partition: partition, producer: producer.id)
        let new = ProducerState(epoch: producer.epoch, appendTime: appendTime, batches: [])
        states[key, default: new].note(producer, baseOffset: baseOffset, appendTime: appendTime)
    }

    mutating func set(_ key: ProducerKey, _ state: ProducerState) { states[key] = state }

    /// The partitions are no more.
    mutating func forget(_ partitions: Set<PartitionID>) {
        guard !states.isEmpty else { return }
        states = states.filter { !partitions.contains($0.key.partition) }
    }

    mutating func removeExpired(before time: Int64) {
        guard states.contains(where: { $0.value.appendTime < time }) else { return }
        states = states.filter { $0.value.appendTime >= time }
    }

    /// Forgets those that have been silent for longest, if there are too many.
    mutating func limit(to countMax: Int) {
        guard states.count > countMax else { return }
        let kept = countMax - countMax / Self.evictedPart
        let order = states.sorted { ($0.value.appendTime, $0.key) > ($1.value.appendTime, $1.key) }
        states = Dictionary(uniqueKeysWithValues: order.prefix(kept).map { ($0.key, $0.value) })
    }

    /// True if the two say the same of every producer that both know.
    func agrees(with other: ProducerStates) -> Bool {
        other.states.allSatisfy { key, state in states[key].map { $0 == state } ?? true }
    }
}
