import CommitLog
import NIOPosix
import Synchronization

/// Fetches that wait for records, by partition, and who wakes them.
///
/// The log's writer thread only notes which partitions have grown; a reader thread then finds and wakes the waiting
/// fetches. So one slow or huge fetch never holds the writer up.
final class FetchWaiters: Sendable {
    private struct State {
        var byPartition: [PartitionID: [FetchWaiter]] = [:]
        var waiting = 0
        /// Partitions that grew since the last wake-up, and whether one is under way.
        var grown: Set<PartitionID> = []
        var isWaking = false
        var isClosed = false
    }

    private let state = Mutex(State())
    private let readers: NIOThreadPool

    init(readers: NIOThreadPool) { self.readers = readers }

    var count: Int { state.withLock(\.waiting) }

    /// - Returns: false when the server stops and nobody may wait any more.
    func add(_ waiter: FetchWaiter) -> Bool {
        state.withLock { state in
            guard !state.isClosed else { return false }
            state.waiting += 1
            for partition in waiter.partitions { state.byPartition[partition, default: []].append(waiter) }
            return true
        }
    }

    func remove(_ waiter: FetchWaiter) {
        state.withLock { state in
            state.waiting -= 1
            for partition in waiter.partitions {
                state.byPartition[partition]?.removeAll { $0 === waiter }
                if state.byPartition[partition]?.isEmpty == true { state.byPartition[partition] = nil }
            }
        }
    }

    /// New records can be read. Called on the log's writer thread.
    func grew(_ partitions: some Sequence<PartitionID>) {
        let mustWake = state.withLock { state in
            guard state.waiting > 0 else { return false }
            state.grown.formUnion(partitions)
            if state.isWaking || state.grown.isEmpty { return false }
            state.isWaking = true
            return true
        }
        if mustWake { readers.submit { _ in self.wake() } }
    }

    private func wake() {
        let woken = state.withLock { state in
            state.isWaking = false
            var woken: [ObjectIdentifier: FetchWaiter] = [:]
            for partition in state.grown {
                for waiter in state.byPartition[partition] ?? [] { woken[ObjectIdentifier(waiter)] = waiter }
            }
            state.grown.removeAll(keepingCapacity: true)
            return Array(woken.values)
        }
        for waiter in woken { waiter.check(isFinal: false) }
    }

    /// Everybody gets what there is, and nobody waits any more.
    func close() {
        let all = state.withLock { state in
            state.isClosed = true
            return state.byPartition.values.flatMap { $0 }
        }
        for waiter in all { waiter.check(isFinal: true) }
    }
}
