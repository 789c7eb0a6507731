import CommitLog
import Synchronization

/// Wakes the tasks that wait for records. The log's writer thread only resumes them; each looks for itself.
final class RecordArrivals: Sendable {
    private struct State {
        /// Grows with each group of frames that becomes visible.
        var generation: UInt64 = 0
        var waiting: [UInt64: CheckedContinuation<Void, Never>] = [:]
        var lastTicket: UInt64 = 0
        var readers = 0
        var isClosed = false
    }

    private let log: CommitLog
    private let readersMax: Int
    private let onRead: @Sendable (Int) -> Void
    private let token: WakeupToken
    private let state: StateBox

    /// Shared with the callback, which must not keep the log alive.
    private final class StateBox: Sendable {
        let mutex = Mutex(State())

        func wake(closing: Bool = false) {
            let waiting = mutex.withLock { state in
                state.generation += 1
                state.isClosed = state.isClosed || closing
                defer { state.waiting = [:] }
                return state.waiting
            }
            for continuation in waiting.values { continuation.resume() }
        }
    }

    /// - Parameters:
    ///   - readersMax: long polls and streams at one time.
    ///   - onRead: told how many records were given.
    init(log: CommitLog, readersMax: Int, onRead: @escaping @Sendable (Int) -> Void = { _ in }) {
        self.onRead = onRead
        self.log = log
        self.readersMax = readersMax
        let state = StateBox()
        self.state = state
        token = log.onWatermark { state.wake() }
    }

    deinit { log.removeWatermark(token) }

    /// To be asked before one looks for records, and given to `wait`.
    var generation: UInt64 { state.mutex.withLock(\.generation) }

    /// True once the server stops: streams end.
    var isClosed: Bool { state.mutex.withLock(\.isClosed) }

    func close() { state.wake(closing: true) }

    /// Counts a reader in.
    /// - Throws: `RecordRefusal` when there are too many.
    func enter() throws {
        let isIn = state.mutex.withLock { state in
            guard state.readers < readersMax else { return false }
            state.readers += 1
            return true
        }
        guard isIn else {
            throw RecordRefusal(
                .busy,
                "\(readersMax) requests wait for records already, the limit",
                remedy: "come again later, or raise http.readers_max"
            )
        }
    }

    /// Counts records that were given to a reader.
    func recordsRead(_ count: Int) { onRead(count) }

    func leave() { state.mutex.withLock { $0.readers -= 1 } }

    /// Returns when something has become visible after `generation`, when the time is up, or when the task is cancelled.
    func wait(after generation: UInt64, milliseconds: Int) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.wait(after: generation) }
            group.addTask { try? await Task.sleep(for: .milliseconds(milliseconds)) }
            await group.next()
            group.cancelAll()
        }
    }

    private func wait(after generation: UInt64) async {
        let ticket = state.mutex.withLock { state in
            state.lastTicket += 1
            return state.lastTicket
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let mustWait = state.mutex.withLock { state in
                    guard state.generation == generation, !state.isClosed, !Task.isCancelled else { return false }
                    state.waiting[ticket] = continuation
                    return true
                }
                if !mustWait { continuation.resume() }
            }
        } onCancel: {
            state.mutex.withLock { $0.waiting.removeValue(forKey: ticket) }?.resume()
        }
    }
}
