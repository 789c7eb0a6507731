import KafkaProtocol
import Synchronization

/// What a client fetches again and again: it sends only what changes, and hears only what is new (KIP-227).
final class FetchSession: Sendable {
    /// One request of a session.
    struct Turn: Sendable {
        let session: FetchSession
        /// Every partition of the session.
        let places: [FetchPlace]
        /// The epoch that the session had reached with this request.
        let epoch: Int32
        /// The answer leaves out what the client knows; the first answer of a session is whole.
        let isIncremental: Bool

        var id: Int32 { session.id }

        /// Notes what the client will know.
        /// - Returns: false if another request of the session has overtaken this one.
        func end(with plan: FetchPlan) -> Bool { session.note(plan, epoch: epoch) }
    }

    fileprivate struct Key: Hashable {
        let topic: String
        let index: Int32
    }

    fileprivate struct State {
        /// What the next request must have.
        var epoch: Int32 = 1
        var places: [FetchPlace] = []
        var positions: [Key: Int] = [:]
    }

    let id: Int32
    /// The user who began it.
    let owner: String?
    private let state = Mutex(State())

    init(id: Int32, owner: String?) {
        self.id = id
        self.owner = owner
    }

    /// The session with its first request, which names all of its partitions.
    func begin(_ request: FetchRequest) -> Turn {
        state.withLock { state in
            state.update(with: request)
            return Turn(session: self, places: state.places, epoch: state.epoch, isIncremental: false)
        }
    }

    /// - Returns: nil if the request's epoch is not the next one.
    func advance(_ request: FetchRequest) -> Turn? {
        state.withLock { state in
            guard request.sessionEpoch == state.epoch else { return nil }
            state.update(with: request)
            state.epoch = FetchSessionEpoch.next(after: state.epoch)
            return Turn(session: self, places: state.places, epoch: state.epoch, isIncremental: true)
        }
    }

    private func note(_ plan: FetchPlan, epoch: Int32) -> Bool {
        state.withLock { state in
            guard state.epoch == epoch else { return false }
            for (index, partition) in plan.partitions.enumerated() {
                state.places[index].known = FetchPlace.Known(
                    highWatermark: partition.highWatermark,
                    logStartOffset: partition.logStartOffset
                )
            }
            return true
        }
    }
}

extension FetchSession.State {
    fileprivate mutating func update(with request: FetchRequest) {
        for topic in request.topics {
            for asked in topic.partitions {
                let key = FetchSession.Key(topic: topic.name, index: asked.index)
                if let position = positions[key] {
                    places[position] = FetchPlace(topic: topic.name, asked: asked, known: places[position].known)
                } else {
                    positions[key] = places.count
                    places.append(FetchPlace(topic: topic.name, asked: asked))
                }
            }
        }
        for topic in request.forgottenTopics {
            for index in topic.partitions { forget(FetchSession.Key(topic: topic.name, index: index)) }
        }
    }

    /// The last place comes where the forgotten one was.
    private mutating func forget(_ key: FetchSession.Key) {
        guard let position = positions.removeValue(forKey: key), let last = places.popLast() else { return }
        guard position < places.count else { return }
        places[position] = last
        positions[FetchSession.Key(topic: last.topic, index: last.asked.index)] = position
    }
}
