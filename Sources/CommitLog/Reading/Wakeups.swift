import Threads

/// Callbacks that the writer thread calls, and threads that wait for it.
final class Wakeups: Sendable {
    private struct State {
        var callbacks: [UInt64: @Sendable () -> Void] = [:]
        var nextToken: UInt64 = 1
        /// Grows with each wake-up.
        var generation: UInt64 = 0
    }
    private let state = ConditionLock(State())

    func add(_ callback: @escaping @Sendable () -> Void) -> WakeupToken {
        state.withLock { state in
            defer { state.nextToken += 1 }
            state.callbacks[state.nextToken] = callback
            return WakeupToken(rawValue: state.nextToken)
        }
    }

    func remove(_ token: WakeupToken) { state.withLock { $0.callbacks[token.rawValue] = nil } }

    var generation: UInt64 { state.withLock { $0.generation } }

    func wakeAll() {
        let callbacks = state.withLock { state in
            state.generation += 1
            return state.callbacks
        }
        state.signal()
        for callback in callbacks.values { callback() }
    }

    /// Waits until a wake-up later than `generation`.
    /// - Returns: false if the deadline passed first.
    func wait(after generation: UInt64, deadlineMicroseconds: Int64) -> Bool {
        state.whenReady(timeoutMilliseconds: milliseconds(until: deadlineMicroseconds), { $0.generation > generation })
        {
            $0.generation > generation
        }
    }
}

/// Names a registered callback, to take it back.
public struct WakeupToken: Sendable, Hashable {
    let rawValue: UInt64
}
