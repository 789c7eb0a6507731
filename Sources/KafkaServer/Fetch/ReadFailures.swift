import CommitLog
import Logging
import Synchronization

/// Says that the log could not be read, once a second at most: clients ask again at once, each for every partition.
final class ReadFailures: Sendable {
    private struct State {
        var lastLine: ContinuousClock.Instant?
        var unsaid = 0
    }

    private let state = Mutex(State())
    private let logger: Logger
    private static let interval = Duration.seconds(1)

    init(logger: Logger) { self.logger = logger }

    func report(_ attempt: @autoclosure () -> String, _ error: CommitLogError) {
        let now = ContinuousClock.now
        let unsaid = state.withLock { state -> Int? in
            if let last = state.lastLine, last.duration(to: now) < Self.interval {
                state.unsaid += 1
                return nil
            }
            defer { state = State(lastLine: now) }
            return state.unsaid
        }
        guard let unsaid else { return }
        let more = unsaid > 0 ? " (and \(unsaid) more since the last such line)" : ""
        logger.error("\(attempt()) failed\(more): \(error)")
    }
}
