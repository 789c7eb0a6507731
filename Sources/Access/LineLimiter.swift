import Logging
import Synchronization

/// Lets a line that anybody on the network can cause through once a second, and counts the others.
public final class LineLimiter: Sendable {
    private struct State {
        var lastLine: ContinuousClock.Instant?
        var unsaid = 0
    }

    private let state = Mutex(State())
    private let logger: Logger
    private static let interval = Duration.seconds(1)

    public init(logger: Logger) { self.logger = logger }

    /// - Parameter line: is given what stands for the lines left out: empty, or ` (and 5 more since the last such line)`.
    public func log(_ level: Logger.Level, _ line: (_ more: String) -> String) {
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
        logger.log(level: level, "\(line(unsaid > 0 ? " (and \(unsaid) more since the last such line)" : ""))")
    }
}
