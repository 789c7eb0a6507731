import Synchronization

/// Wakes the one task that writes a page's stream: a view has changed, the second is over, or the server stops.
final class StreamNews: Sendable {
    private struct State {
        var hasNews = false
        var isClosed: Bool
        var waiting: CheckedContinuation<Void, Never>?
    }

    private let state: Mutex<State>

    init(isClosed: Bool = false) { state = Mutex(State(isClosed: isClosed)) }

    /// True once the server stops.
    var isClosed: Bool { state.withLock(\.isClosed) }

    func tell() { wake { $0.hasNews = true } }

    func close() { wake { $0.isClosed = true } }

    private func wake(_ change: (inout State) -> Void) {
        let waiting = state.withLock { state in
            change(&state)
            defer { state.waiting = nil }
            return state.waiting
        }
        waiting?.resume()
    }

    /// Returns when there is news, at that moment, or when the task is cancelled.
    func wait(until moment: ContinuousClock.Instant) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.wait() }
            group.addTask { try? await Task.sleep(until: moment) }
            await group.next()
            group.cancelAll()
        }
    }

    private func wait() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let mustWait = state.withLock { state in
                    guard !state.hasNews, !state.isClosed, !Task.isCancelled else {
                        state.hasNews = false
                        return false
                    }
                    state.waiting = continuation
                    return true
                }
                if !mustWait { continuation.resume() }
            }
        } onCancel: {
            state.withLock { state in
                defer { state.waiting = nil }
                return state.waiting
            }?.resume()
        }
        state.withLock { $0.hasNews = false }
    }
}
