import NIOPosix
import Synchronization

/// Fetches that wait for records, and who wakes them.
///
/// The log's writer thread only sets a flag; a reader thread then looks which waiting fetches have news. So a slow or
/// huge fetch never holds the writer up, and many watermarks in a row cost one look.
final class FetchWaiters: Sendable {
    private struct State {
        var waiting: [ObjectIdentifier: FetchWaiter] = [:]
        /// True from a watermark to the look that it asks for.
        var isWaking = false
        var isClosed = false
    }

    private let state = Mutex(State())
    private let readers: NIOThreadPool

    init(readers: NIOThreadPool) { self.readers = readers }

    var count: Int { state.withLock(\.waiting.count) }

    /// - Returns: false when the server stops and nobody may wait any more.
    func add(_ waiter: FetchWaiter) -> Bool {
        state.withLock { state in
            guard !state.isClosed else { return false }
            state.waiting[ObjectIdentifier(waiter)] = waiter
            return true
        }
    }

    func remove(_ waiter: FetchWaiter) { state.withLock { $0.waiting[ObjectIdentifier(waiter)] = nil } }

    /// New records can be read somewhere. Called on the log's writer thread.
    func watermarkMoved() {
        let mustWake = state.withLock { state in
            guard !state.waiting.isEmpty, !state.isWaking else { return false }
            state.isWaking = true
            return true
        }
        if mustWake { readers.submit { _ in self.wake() } }
    }

    private func wake() {
        let waiting = state.withLock { state in
            // Cleared before the look: a watermark that comes during it asks for another one.
            state.isWaking = false
            return Array(state.waiting.values)
        }
        for waiter in waiting where waiter.hasNews() { waiter.check(isFinal: false) }
    }

    /// Everybody gets what there is, and nobody waits any more.
    func close() {
        let waiting = state.withLock { state in
            state.isClosed = true
            return Array(state.waiting.values)
        }
        for waiter in waiting { waiter.check(isFinal: true) }
    }
}
