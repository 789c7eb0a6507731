import Access
import KafkaProtocol
import Synchronization

/// How many fetch sessions the server remembers.
public struct FetchSessionLimits: Sendable, Equatable {
    /// Sessions at one time; clients beyond it send whole requests. Default 4,000.
    public var sessionsMax = 4_000
    /// Partitions of all sessions together, each about 200 bytes of memory. Default 500,000.
    public var partitionsMax = 500_000
    /// A session gives way to a new one when it was not used for so many seconds. Default 120.
    public var idleSecondsMin = 120

    public init() {}
}

/// All fetch sessions (KIP-227), within limits. None of them is needed: a client without one, or whose session is gone,
/// sends whole requests.
final class FetchSessions: Sendable {
    private struct Held {
        let session: FetchSession
        var partitionCount: Int
        var lastUse: ContinuousClock.Instant
    }

    private struct State {
        var held: [Int32: Held] = [:]
        var partitionCount = 0

        mutating func remove(_ id: Int32) {
            if let gone = held.removeValue(forKey: id) { partitionCount -= gone.partitionCount }
        }
    }

    private let limits: FetchSessionLimits
    private let state = Mutex(State())

    init(limits: FetchSessionLimits) { self.limits = limits }

    var count: Int { state.withLock(\.held.count) }

    /// The request's turn in its session; nil for one that has none, and is answered whole.
    func begin(_ request: FetchRequest, principal: Principal) -> Result<FetchSession.Turn?, PartitionRefusal> {
        let isWhole = request.sessionEpoch == FetchSessionEpoch.first || request.sessionEpoch == FetchSessionEpoch.last
        guard isWhole else { return advance(request, principal) }
        if request.sessionID != 0 { end(request.sessionID, of: principal) }
        guard request.sessionEpoch == FetchSessionEpoch.first else { return .success(nil) }
        let partitionCount = request.topics.reduce(0) { $0 + $1.partitions.count }
        return .success(make(partitionCount: partitionCount, owner: principal.name)?.begin(request))
    }

    private func advance(
        _ request: FetchRequest,
        _ principal: Principal
    ) -> Result<FetchSession.Turn?, PartitionRefusal> {
        let session = state.withLock { state -> FetchSession? in
            guard let session = state.held[request.sessionID]?.session, session.owner == principal.name else {
                return nil
            }
            state.held[request.sessionID]?.lastUse = .now
            return session
        }
        guard let session else { return .failure(PartitionRefusal(error: .fetchSessionIDNotFound)) }
        guard let turn = session.advance(request) else {
            return .failure(PartitionRefusal(error: .invalidFetchSessionEpoch))
        }
        let isHeld = state.withLock { state in
            guard let before = state.held[session.id]?.partitionCount else { return false }
            state.partitionCount += turn.places.count - before
            state.held[session.id]?.partitionCount = turn.places.count
            let isTooLarge = state.partitionCount > limits.partitionsMax
            // An empty session is of no use; one that has grown too large ends, and its client sends a whole request.
            if turn.places.isEmpty || isTooLarge { state.remove(session.id) }
            return !isTooLarge
        }
        guard isHeld else { return .failure(PartitionRefusal(error: .fetchSessionIDNotFound)) }
        return .success(turn.places.isEmpty ? nil : turn)
    }

    private func end(_ id: Int32, of principal: Principal) {
        state.withLock { state in
            if state.held[id]?.session.owner == principal.name { state.remove(id) }
        }
    }

    /// A new session, or nil if there is no room.
    private func make(partitionCount: Int, owner: String?) -> FetchSession? {
        guard partitionCount > 0, partitionCount <= limits.partitionsMax else { return nil }
        let now = ContinuousClock.now
        return state.withLock { state in
            while state.held.count >= limits.sessionsMax || state.partitionCount + partitionCount > limits.partitionsMax
            {
                let oldest = state.held.min { $0.value.lastUse < $1.value.lastUse }
                guard let oldest, oldest.value.lastUse + .seconds(limits.idleSecondsMin) <= now else { return nil }
                state.remove(oldest.key)
            }
            // Drawn by chance: a client of another run, or another user, must not hit one.
            var id = Int32.random(in: 1...Int32.max)
            while state.held[id] != nil { id = Int32.random(in: 1...Int32.max) }
            let session = FetchSession(id: id, owner: owner)
            state.held[id] = Held(session: session, partitionCount: partitionCount, lastUse: now)
            state.partitionCount += partitionCount
            return session
        }
    }
}
