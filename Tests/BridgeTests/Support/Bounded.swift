import Threads

/// What another thread does, watched with bounded waits: a hang is a failed expectation and not a hung test.
final class Watched<Value: Sendable>: Sendable {
    private let result = ConditionLock<Value?>(nil)
    private let thread: DedicatedThread

    init(_ body: @escaping @Sendable () -> Value) {
        thread = DedicatedThread(name: "watched") { [result] in
            let value = body()
            result.withLock { $0 = value }
            result.signal()
        }
    }

    /// Nil when the body has not ended within the time. Ends that come are waited for much less.
    func value(withinMilliseconds milliseconds: Int = 10_000) -> Value? {
        result.whenReady(timeoutMilliseconds: milliseconds) {
            $0 != nil
        } _: {
            $0
        }
    }

    /// True when the body is still going on after a time in which it would have ended if nothing held it.
    var isBlocked: Bool { value(withinMilliseconds: 50) == nil }
}
