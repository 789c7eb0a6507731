import Glibc

/// A mutex with one condition: what a hand-off between two threads needs. The value is touched only while locked.
///
/// Blocking: never use it on a cooperative-pool thread or an event loop.
public final class ConditionLock<Value>: @unchecked Sendable {
    // Unchecked: `value` is reached only through `withLock`, under the mutex.
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var value: Value

    public init(_ value: Value) {
        self.value = value
        pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        // Waits must not stretch or shrink when an operator sets the clock.
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(condition, &attributes)
        pthread_condattr_destroy(&attributes)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    /// Runs `body` while holding the mutex.
    public func withLock<Result, Failure: Error>(
        _ body: (inout Value) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return try body(&value)
    }

    /// Holds the mutex, waits until `isReady` is true or `timeoutMilliseconds` have passed, then runs `body`.
    /// - Returns: what `body` returns; after a timeout `body` runs all the same and finds the value as it is.
    public func whenReady<Result, Failure: Error>(
        timeoutMilliseconds: Int? = nil,
        _ isReady: (borrowing Value) -> Bool,
        _ body: (inout Value) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        if let timeoutMilliseconds {
            var deadline = Self.deadline(timeoutMilliseconds)
            while !isReady(value), pthread_cond_timedwait(condition, mutex, &deadline) != ETIMEDOUT {}
        } else {
            while !isReady(value) { pthread_cond_wait(condition, mutex) }
        }
        return try body(&value)
    }

    /// Lets every waiting thread look at the value again.
    public func signal() { pthread_cond_broadcast(condition) }

    private static func deadline(_ milliseconds: Int) -> timespec {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        let nanoseconds = now.tv_nsec + (milliseconds % 1000) * 1_000_000
        return timespec(
            tv_sec: now.tv_sec + milliseconds / 1000 + nanoseconds / 1_000_000_000,
            tv_nsec: nanoseconds % 1_000_000_000)
    }
}
