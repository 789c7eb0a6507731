import Access
import CommitLog
import Logging

/// Says that the log could not be read, once a second at most: clients ask again at once, each for every partition.
final class ReadFailures: Sendable {
    private let limiter: LineLimiter

    init(logger: Logger) { limiter = LineLimiter(logger: logger) }

    func report(_ attempt: @autoclosure () -> String, _ error: CommitLogError) {
        limiter.log(.error) { more in "\(attempt()) failed\(more): \(error)" }
    }
}
