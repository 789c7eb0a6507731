import Threads

/// What reaches a view's thread from outside: news of the log, questions, the end.
final class ViewMailbox: Sendable {
    enum Question: Sendable {
        /// The whole result as JSON.
        case result(@Sendable (Result<[UInt8], ViewRefusal>) -> Void)
        /// The whole result, and every change after it.
        case follow(ViewSubscription)
    }

    private struct State {
        var hasNews = true
        var isStopping = false
        var questions: [Question] = []
    }
    private let state = ConditionLock(State())
    /// Questions that may wait; more are refused.
    private static let questionsMax = 1000

    func tellNews() {
        state.withLock { $0.hasNews = true }
        state.signal()
    }

    func stop() {
        state.withLock { $0.isStopping = true }
        state.signal()
    }

    var isStopping: Bool { state.withLock(\.isStopping) }

    /// - Returns: false when too many wait.
    func ask(_ question: Question) -> Bool {
        let isTaken = state.withLock { state in
            guard state.questions.count < Self.questionsMax, !state.isStopping else { return false }
            state.questions.append(question)
            return true
        }
        state.signal()
        return isTaken
    }

    /// Takes the questions that have come.
    func takeQuestions() -> [Question] {
        state.withLock { state in
            defer { state.questions = [] }
            return state.questions
        }
    }

    /// Blocks until something comes, or the time is up.
    func wait(milliseconds: Int) {
        state.whenReady(
            timeoutMilliseconds: milliseconds, { $0.hasNews || $0.isStopping || !$0.questions.isEmpty }
        ) { $0.hasNews = false }
    }
}
