import Threads

/// Who is told which of the watched partitions have moved.
final class MoveWatch: Sendable {
    private struct State {
        var callbacks: [UInt64: @Sendable ([PartitionID]) -> Void] = [:]
        var nextToken: UInt64 = 1
    }
    private let state = ConditionLock(State())

    func add(_ callback: @escaping @Sendable ([PartitionID]) -> Void) -> WakeupToken {
        state.withLock { state in
            defer { state.nextToken += 1 }
            state.callbacks[state.nextToken] = callback
            return WakeupToken(rawValue: state.nextToken)
        }
    }

    func remove(_ token: WakeupToken) { state.withLock { $0.callbacks[token.rawValue] = nil } }

    func tell(_ partitions: [PartitionID]) {
        let callbacks = state.withLock { $0.callbacks }
        for callback in callbacks.values { callback(partitions) }
    }
}

/// A partition and how far somebody knows it.
public struct KnownPartition: Sendable, Equatable {
    public let id: PartitionID
    public let highWatermark: Int64

    public init(id: PartitionID, highWatermark: Int64) {
        self.id = id
        self.highWatermark = highWatermark
    }
}

extension CommitLog {
    /// Asks to be told, once, when one of these partitions moves on. Whoever has been told and waits on asks again, so
    /// partitions that nobody waits for cost the writer nothing, and nobody needs to take a question back.
    /// - Returns: true if one has moved already: its high watermark is not the one that the caller knows.
    public func watch(_ places: [KnownPartition]) -> Bool {
        let partitions = shared.state.withLock { $0.partitions }
        var hasMoved = false
        for place in places where Int(place.id) < partitions.count {
            let highWatermark = partitions[Int(place.id)].index.withLock { index in
                index.isWatched = true
                return index.highWatermark
            }
            if highWatermark != place.highWatermark { hasMoved = true }
        }
        return hasMoved
    }

    /// Calls back from the writer thread with the watched partitions that a group of frames has moved, each of them once
    /// for each `watch`. The callback must be quick, and pass over partitions that it does not know: they are
    /// somebody else's.
    public func onMove(_ callback: @escaping @Sendable ([PartitionID]) -> Void) -> WakeupToken {
        shared.moves.add(callback)
    }

    /// Takes an `onMove` callback back.
    public func removeMove(_ token: WakeupToken) { shared.moves.remove(token) }
}

extension PartitionIndex {
    /// After something has become visible.
    /// - Returns: true if somebody asked to be told; he is told once.
    mutating func takeWatch() -> Bool {
        defer { isWatched = false }
        return isWatched
    }
}
