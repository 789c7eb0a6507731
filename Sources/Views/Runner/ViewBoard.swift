import Synchronization

/// What a view's thread tells of itself.
final class ViewBoard: Sendable {
    struct Entry {
        var report = ViewReport()
        /// Nothing that is visible is missing in the result.
        var isCaughtUp = false
        /// When the last frame that is in the result was appended, in µs since 1970.
        var appendTime: Int64 = 0
    }
    private let entry: Mutex<Entry>

    init(name: String, stateBytesMax: Int) {
        var first = Entry()
        first.report.name = name
        first.report.stateBytesMax = stateBytesMax
        entry = Mutex(first)
    }

    func update(_ change: (inout sending Entry) -> Void) { entry.withLock { change(&$0) } }

    /// - Parameter now: µs since 1970.
    func report(now: Int64) -> ViewReport {
        entry.withLock { entry in
            var report = entry.report
            if !entry.isCaughtUp, entry.appendTime > 0 {
                report.behindSeconds = Double(max(0, now - entry.appendTime)) / 1_000_000
            }
            return report
        }
    }
}
