import NIOCore
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

    /// True when a partition holds records from the offset on that was asked for. Cheap.
    let hasNews: @Sendable () -> Bool
    /// Ends the client's patience; cancelled when the answer comes earlier.
    let timer = Mutex<Scheduled<Void>?>(nil)
    private let state = Mutex(State.waiting)
    /// Answers if there is enough, or in any case when the flag is set; true when it has answered.
    private let attempt: @Sendable (_ isFinal: Bool) -> Bool
    private let onAnswer: @Sendable (FetchWaiter) -> Void

    init(
        hasNews: @escaping @Sendable () -> Bool,
        onAnswer: @escaping @Sendable (FetchWaiter) -> Void,
        attempt: @escaping @Sendable (_ isFinal: Bool) -> Bool
    ) {
        self.hasNews = hasNews
        self.attempt = attempt
        self.onAnswer = onAnswer
    }

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
        var isFinal = isFinal
        while mayRun {
            let hasAnswered = attempt(isFinal)
            let next: Bool? = state.withLock { state in
                guard !hasAnswered, case .checking(true, let isFinal) = state else {
                    state = hasAnswered ? .answered : .waiting
                    return nil
                }
                state = .checking(again: false, isFinal: isFinal)
                return isFinal
            }
            guard let next else {
                if hasAnswered {
                    timer.withLock { $0 }?.cancel()
                    onAnswer(self)
                }
                return
            }
            isFinal = next
        }
    }
}
