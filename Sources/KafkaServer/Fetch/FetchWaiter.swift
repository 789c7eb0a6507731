import CommitLog
import Synchronization

/// One Fetch that waits until enough records are there or its time is up.
///
/// Growth and the timer may come at the same moment from different threads; `attempt` runs on one thread at a time and
/// answers once.
final class FetchWaiter: Sendable {
    private enum State {
        case waiting
        /// An attempt runs; whether another one must follow, and whether that one must answer.
        case checking(again: Bool, isFinal: Bool)
        case answered
    }

    /// What became of an attempt.
    enum Outcome {
        case answered
        /// There was not enough in these partitions.
        case wait([KnownPartition])
    }

    /// When the client's patience ends.
    let deadline: FetchDeadlines.Bucket
    private let state = Mutex(State.checking(again: false, isFinal: false))
    private let partitions: [KnownPartition]
    private let log: CommitLog
    private let waiters: FetchWaiters
    /// Answers if there is enough, or in any case when the flag is set.
    private let attempt: @Sendable (_ isFinal: Bool) -> Outcome

    /// - Parameter partitions: what a first attempt has looked at. `begin` comes next, once.
    init(
        _ partitions: [KnownPartition],
        milliseconds: Int,
        log: CommitLog,
        waiters: FetchWaiters,
        attempt: @escaping @Sendable (_ isFinal: Bool) -> Outcome
    ) {
        self.partitions = partitions
        deadline = FetchDeadlines.bucket(milliseconds: milliseconds)
        self.log = log
        self.waiters = waiters
        self.attempt = attempt
    }

    /// Begins to wait. Calls of `check` may have come before.
    func begin() { settle(after: .wait(partitions)) }

    func check(isFinal: Bool) {
        let mayRun = state.withLock { state in
            switch state {
            case .waiting:
                state = .checking(again: false, isFinal: isFinal)
                return true
            case .checking(_, let wasFinal):
                state = .checking(again: true, isFinal: isFinal || wasFinal)
                return false
            case .answered: return false
            }
        }
        if mayRun { settle(after: attempt(isFinal)) }
    }

    /// Waits on, or tries again as long as something has come in between.
    private func settle(after first: Outcome) {
        var outcome = first
        while true {
            guard case .wait(let known) = outcome else { return finish() }
            // Registered first, then watched: what moves between the two is seen by the watch.
            let isOpen = waiters.add(self, for: known)
            let hasMoved = log.watch(known)
            let next: Bool? = state.withLock { state in
                guard case .checking(let again, let isFinal) = state, again || hasMoved || !isOpen else {
                    state = .waiting
                    return nil
                }
                state = .checking(again: false, isFinal: isFinal)
                return isFinal || !isOpen
            }
            guard let next else { return }
            outcome = attempt(next)
        }
    }

    private func finish() {
        state.withLock { $0 = .answered }
        waiters.remove(self, from: partitions)
    }
}
