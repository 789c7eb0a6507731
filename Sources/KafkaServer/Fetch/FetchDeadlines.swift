import NIOCore
import Synchronization

/// When waiting fetches must be answered with what there is.
///
/// An event loop's own timer for each would be searched for in a list of all whenever one is answered in time; here
/// timers stand in buckets, and one look serves all fetches that end in the same 10 ms. None ends too early.
final class FetchDeadlines: Sendable {
    /// The time of a bucket: 10 ms each, since the clock began.
    typealias Bucket = UInt64

    fileprivate struct State {
        var buckets: [Bucket: [ObjectIdentifier: FetchWaiter]] = [:]
        /// The first bucket that a look is scheduled for.
        var scheduled: Bucket?
    }

    private let state = Mutex(State())
    private static let bucketNanoseconds: UInt64 = 10_000_000

    /// The bucket of a fetch that waits from now on for so long.
    static func bucket(milliseconds: Int) -> Bucket {
        let nanoseconds = NIODeadline.now().uptimeNanoseconds + UInt64(max(0, milliseconds)) * 1_000_000
        return (nanoseconds + bucketNanoseconds - 1) / bucketNanoseconds
    }

    /// - Parameter expire: called on the event loop with those whose time is up.
    func add(_ waiter: FetchWaiter, on loop: any EventLoop, expire: @escaping @Sendable ([FetchWaiter]) -> Void) {
        let isFirst = state.withLock { state in
            state.buckets[waiter.deadline, default: [:]][ObjectIdentifier(waiter)] = waiter
            guard state.scheduled.map({ $0 > waiter.deadline }) ?? true else { return false }
            state.scheduled = waiter.deadline
            return true
        }
        if isFirst { schedule(waiter.deadline, on: loop, expire) }
    }

    func remove(_ waiter: FetchWaiter) {
        state.withLock { state in
            state.buckets[waiter.deadline]?[ObjectIdentifier(waiter)] = nil
            if state.buckets[waiter.deadline]?.isEmpty ?? false { state.buckets[waiter.deadline] = nil }
        }
    }

    private func schedule(
        _ bucket: Bucket,
        on loop: any EventLoop,
        _ expire: @escaping @Sendable ([FetchWaiter]) -> Void
    ) {
        loop.scheduleTask(deadline: .uptimeNanoseconds(bucket * Self.bucketNanoseconds)) { [self] in
            let (due, next) = state.withLock { state in state.take(until: bucket) }
            if !due.isEmpty { expire(due) }
            if let next { schedule(next, on: loop, expire) }
        }
    }
}

extension FetchDeadlines.State {
    /// - Returns: whose time is up, and for when another look must be scheduled.
    fileprivate mutating func take(until bucket: FetchDeadlines.Bucket) -> ([FetchWaiter], FetchDeadlines.Bucket?) {
        var due: [FetchWaiter] = []
        for key in buckets.keys where key <= bucket { due += buckets.removeValue(forKey: key)?.values ?? [:].values }
        // An earlier look than the scheduled one was added meanwhile: it goes on from there.
        if let scheduled, scheduled > bucket { return (due, nil) }
        scheduled = buckets.keys.min()
        return (due, scheduled)
    }
}
