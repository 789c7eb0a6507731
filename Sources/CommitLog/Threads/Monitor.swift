import Glibc

/// A value behind a pthread mutex with one condition variable. Not Synchronization's `Mutex`: it has no condition
/// variable, and Thread Sanitizer follows pthread locks.
final class Monitor<Value>: @unchecked Sendable {
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let condition: UnsafeMutablePointer<pthread_cond_t>
    private var value: Value

    init(_ value: Value) {
        self.value = value
        mutex = .allocate(capacity: 1)
        condition = .allocate(capacity: 1)
        pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        // Timed waits must not jump with the wall clock.
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

    /// Runs `body` alone with the value.
    @inline(__always)
    func withLock<Result: ~Copyable, Failure: Error>(
        _ body: (inout Value) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return try body(&value)
    }

    /// Waits inside the lock until `ready` holds, then runs `body` in the same hold of the lock.
    /// - Returns: nil if `deadlineMicroseconds` (monotonic clock) passed first.
    func wait<Result>(
        until ready: (Value) -> Bool, deadlineMicroseconds: Int64? = nil, then body: (inout Value) -> Result
    ) -> Result? {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while !ready(value) {
            if let deadlineMicroseconds {
                var until = timespec()
                until.tv_sec = Int(deadlineMicroseconds / 1_000_000)
                until.tv_nsec = Int(deadlineMicroseconds % 1_000_000) * 1000
                if pthread_cond_timedwait(condition, mutex, &until) == ETIMEDOUT, !ready(value) { return nil }
            } else {
                pthread_cond_wait(condition, mutex)
            }
        }
        return body(&value)
    }

    /// Wakes every waiter to look at its condition again.
    func notifyAll() { pthread_cond_broadcast(condition) }
}

/// Microseconds of the monotonic clock.
func monotonicMicroseconds() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
}
