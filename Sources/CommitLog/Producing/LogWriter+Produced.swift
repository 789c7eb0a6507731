extension LogWriter {
    /// Takes those batches out of frames from clients that must not be stored.
    /// - Returns: the frames that are to be written.
    func admit(_ frames: ArraySlice<FrameStorage>) -> ArraySlice<FrameStorage> {
        guard frames.contains(where: { $0.kind == .produced }) else { return frames }
        var run = ProducedRun(
            refused: shared.refusedProducers.withLock { $0.keys },
            expiresBefore: appendTime() - shared.configuration.producerExpiryMicroseconds
        )
        shared.state.withLock { state in
            for frame in frames where frame.kind == .produced { run.admit(frame, state.producers) }
        }
        let rest = frames.filter { $0.kind != .produced || !$0.entries.isEmpty }
        return rest.count == frames.count ? frames : rest[...]
    }

    /// Takes over what a durable frame says of its producers.
    func noteProducers(_ frame: FrameStorage) {
        let (batches, before) = (frame.batches.bytes, frame.frameLength - frame.batches.count)
        shared.state.withLock { state in
            state.noteProducers(frame.entries, appendTime: lastAppendTime) { entry in
                let start = Int(entry.positionInFrame) - before
                return UnsafeRawBufferPointer(rebasing: batches[start..<start + Int(entry.byteLength)])
            }
            state.producers.limit(to: shared.configuration.producersMax)
        }
    }
}

/// The frames of clients that are written together: a batch is judged by those before it, although none of them has
/// an offset yet.
struct ProducedRun {
    /// Producers whose first batch in a partition was turned away.
    let refused: Set<ProducerKey>
    let expiresBefore: Int64
    /// As they will be after the run. A base offset below zero is a place in `pending`.
    private var states: [ProducerKey: ProducerState] = [:]
    private var pending: [(frame: FrameStorage, entry: Int)] = []

    init(refused: Set<ProducerKey>, expiresBefore: Int64) {
        self.refused = refused
        self.expiresBefore = expiresBefore
    }

    /// Decides about each batch of the frame, and takes those out that are not to be stored.
    mutating func admit(_ frame: FrameStorage, _ known: ProducerStates) {
        var isStored: [Bool] = []
        var stored = 0
        for (number, decision) in frame.decisions.enumerated() {
            // Decided when the same frame was about to be written before and found no space.
            guard case .stored(let index) = decision else { continue }
            let made = decide(frame, index, entry: stored, known)
            frame.decisions[number] = made
            if case .stored = made { stored += 1 }
            if case .stored = made { isStored.append(true) } else { isStored.append(false) }
        }
        if stored < isStored.count { frame.keepBatches(isStored) }
    }

    private mutating func decide(
        _ frame: FrameStorage,
        _ index: Int,
        entry: Int,
        _ known: ProducerStates
    ) -> FrameStorage.ProducedDecision {
        guard let producer = BatchProducer(frame.batch(index)) else { return .stored(entry: entry) }
        let key = ProducerKey(partition: frame.entries[index].partition, producer: producer.id)
        let state = states[key] ?? known.state(key, expiresBefore: expiresBefore)
        switch judge(producer, key, state) {
        case .refused(let why): return .refused(why)
        case .duplicate(let offset) where offset >= 0: return .duplicate(baseOffset: offset)
        case .duplicate(let place):
            let first = pending[Int(-1 - place)]
            return .again(frame: first.frame, entry: first.entry)
        case .next:
            pending.append((frame, entry))
            var state = state ?? ProducerState(epoch: producer.epoch, appendTime: 0, batches: [])
            state.note(producer, baseOffset: -Int64(pending.count), appendTime: .max)
            states[key] = state
            return .stored(entry: entry)
        }
    }

    private func judge(_ producer: BatchProducer, _ key: ProducerKey, _ state: ProducerState?) -> ProducerVerdict {
        if let state { return state.judge(producer) }
        if producer.firstSequence == 0 { return .next }
        // The one before it was turned away for a while, and comes again: so may this one.
        return .refused(refused.contains(key) ? .outOfOrder(expected: 0) : .unknownProducer)
    }
}
