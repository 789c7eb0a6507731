import Synchronization

/// One client that follows a view: events that wait for it, within a limit. One that is too slow loses its waiting
/// changes and gets the whole result instead, so it never sees a half.
public final class ViewSubscription: Sendable {
    private struct State {
        var waiting: [[UInt8]] = []
        var bytes = 0
        /// The next thing that it gets is the whole result.
        var needsRows = true
        var isEnded = false
        var continuation: CheckedContinuation<Void, Never>?
    }
    private let state = Mutex(State())
    private let bytesMax: Int
    private let onNews: @Sendable () -> Void

    /// - Parameter onNews: for who follows several views with one task, instead of `wait`.
    init(bytesMax: Int, onNews: @escaping @Sendable () -> Void = {}) {
        self.bytesMax = bytesMax
        self.onNews = onNews
    }

    /// Whether the whole result is to be given.
    var needsRows: Bool { state.withLock { $0.needsRows && !$0.isEnded } }

    var isEnded: Bool { state.withLock(\.isEnded) }

    func give(rows event: [UInt8]) {
        wake {
            $0.waiting = [event]
            $0.bytes = event.count
            $0.needsRows = false
            return true
        }
    }

    func give(change event: [UInt8]) {
        wake {
            // After a gap only the whole result helps.
            if $0.needsRows { return false }
            $0.waiting.append(event)
            $0.bytes += event.count
            guard $0.bytes > bytesMax, $0.waiting.count > 1 else { return true }
            $0.waiting = []
            $0.bytes = 0
            $0.needsRows = true
            return true
        }
    }

    /// Makes what comes next begin with the whole result: the state is made anew.
    func restart() {
        state.withLock {
            $0.waiting = []
            $0.bytes = 0
            $0.needsRows = true
        }
    }

    /// Nothing comes after this.
    func end(with event: [UInt8]? = nil) {
        wake {
            if let event { $0.waiting.append(event) }
            $0.isEnded = true
            return true
        }
    }

    /// - Parameter change: says whether the client has something to look at.
    private func wake(_ change: (inout State) -> Bool) {
        let (isNews, continuation) = state.withLock { state in
            guard !state.isEnded, change(&state) else { return (false, CheckedContinuation<Void, Never>?.none) }
            defer { state.continuation = nil }
            return (true, state.continuation)
        }
        continuation?.resume()
        if isNews { onNews() }
    }

    /// What has gathered, to be sent.
    public enum Turn: Sendable {
        case events([[UInt8]])
        /// The whole result is needed: ask the view for it, then wait.
        case needsRows
        case ended
        case nothing
    }

    /// Takes what waits.
    public func take() -> Turn {
        state.withLock { state in
            if !state.waiting.isEmpty {
                defer {
                    state.waiting = []
                    state.bytes = 0
                }
                return .events(state.waiting)
            }
            if state.isEnded { return .ended }
            return state.needsRows ? .needsRows : .nothing
        }
    }

    /// The client has gone.
    public func cancel() { end() }

    /// Waits until there is something to take. While the whole result is awaited, that alone counts.
    /// - Returns: false when the time passed, or the task was cancelled.
    public func wait(milliseconds: Int) async -> Bool {
        await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                await self.wait()
                return !Task.isCancelled
            }
            group.addTask {
                try? await Task.sleep(for: .milliseconds(milliseconds))
                return false
            }
            let result = await group.next() ?? false
            group.cancelAll()
            return result
        }
    }

    private func wait() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isReady = state.withLock { state in
                    guard state.waiting.isEmpty, !state.isEnded, !Task.isCancelled else { return true }
                    state.continuation = continuation
                    return false
                }
                if isReady { continuation.resume() }
            }
        } onCancel: {
            state.withLock { state in
                defer { state.continuation = nil }
                return state.continuation
            }?.resume()
        }
    }
}
