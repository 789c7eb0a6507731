import CommitLog
import NIOCore
import NIOPosix
import Synchronization

/// Fetches that wait for records, by the partitions that they wait for.
///
/// The log names the watched partitions that moved; its writer thread only notes them, and reader threads look at the
/// fetches that wait for these. So a thousand fetches that wait for something else cost nothing, a slow or huge fetch
/// never holds the writer up, and many watermarks in a row cost one look.
final class FetchWaiters: Sendable {
    /// Mostly one fetch waits for a partition: then nothing is allocated for it.
    fileprivate enum Slot {
        case one(FetchWaiter)
        case several([ObjectIdentifier: FetchWaiter])
    }

    private struct State {
        var waiting: [ObjectIdentifier: FetchWaiter] = [:]
        var slots: [PartitionID: Slot] = [:]
        var isClosed = false
    }

    private struct News {
        var moved: [PartitionID] = []
        /// True from a watermark to the look that it asks for.
        var isWaking = false
    }

    private let state = Mutex(State())
    /// Apart from `state`, which is held for long while a fetch of thousands of partitions begins to wait.
    private let news = Mutex(News())
    private let deadlines = FetchDeadlines()
    private let readers: NIOThreadPool
    private let readerThreads: Int

    init(readers: NIOThreadPool, readerThreads: Int) {
        self.readers = readers
        self.readerThreads = max(1, readerThreads)
    }

    var count: Int { state.withLock(\.waiting.count) }

    /// From now on the waiter is looked at when one of its partitions moves, until it is removed; it is taken off the
    /// partition that moved, and has to be added again to wait on.
    /// - Returns: false when the server stops and nobody may wait any more.
    func add(_ waiter: FetchWaiter, for partitions: [KnownPartition]) -> Bool {
        state.withLock { state in
            guard !state.isClosed else { return false }
            state.waiting[ObjectIdentifier(waiter)] = waiter
            for partition in partitions { state.slots[partition.id].add(waiter) }
            return true
        }
    }

    /// Looks at the waiter for the last time when its time is up.
    func startTimer(of waiter: FetchWaiter, on loop: any EventLoop) {
        deadlines.add(waiter, on: loop) { [self] due in readers.submit { _ in self.expire(due[...]) } }
    }

    func remove(_ waiter: FetchWaiter, from partitions: [KnownPartition]) {
        deadlines.remove(waiter)
        state.withLock { state in
            guard state.waiting.removeValue(forKey: ObjectIdentifier(waiter)) != nil else { return }
            for partition in partitions { state.slots[partition.id].remove(waiter) }
        }
    }

    /// New records can be read in these partitions. Called on the log's writer thread.
    func moved(_ partitions: [PartitionID]) {
        let mustWake = news.withLock { news in
            news.moved += partitions
            defer { news.isWaking = true }
            return !news.isWaking
        }
        if mustWake { readers.submit { _ in self.wake() } }
    }

    private func wake() {
        let moved = news.withLock { news in
            // Cleared before the look: a watermark that comes during it asks for another one.
            news.isWaking = false
            defer { news.moved.removeAll(keepingCapacity: news.moved.capacity <= Self.keptMovedMax) }
            return news.moved
        }
        let woken = state.withLock { state -> [FetchWaiter] in
            if moved.count == 1 { return state.slots.removeValue(forKey: moved[0])?.waiters ?? [] }
            var woken: [ObjectIdentifier: FetchWaiter] = [:]
            for partition in moved {
                for waiter in state.slots.removeValue(forKey: partition)?.waiters ?? [] {
                    woken[ObjectIdentifier(waiter)] = waiter
                }
            }
            return Array(woken.values)
        }
        check(woken)
    }

    /// Looks at the first part here and leaves the others to other threads: what was read for one fetch must not wait
    /// for the reading of all others.
    private func check(_ woken: [FetchWaiter]) {
        let partCount = min(readerThreads, (woken.count + Self.checksTogether - 1) / Self.checksTogether)
        guard partCount > 1 else {
            for waiter in woken { waiter.check(isFinal: false) }
            return
        }
        for part in 1..<partCount {
            readers.submit { _ in
                for index in stride(from: part, to: woken.count, by: partCount) { woken[index].check(isFinal: false) }
            }
        }
        for index in stride(from: 0, to: woken.count, by: partCount) { woken[index].check(isFinal: false) }
    }

    /// Answers a few at a time and lets other work come in between: clients that began together end together, and a
    /// record for one of them must not wait for a thousand empty answers.
    private func expire(_ due: ArraySlice<FetchWaiter>) {
        for waiter in due.prefix(Self.checksTogether) { waiter.check(isFinal: true) }
        let rest = due.dropFirst(Self.checksTogether)
        if !rest.isEmpty { readers.submit { _ in self.expire(rest) } }
    }

    /// Fewer checks than this are not worth another thread's waking.
    private static var checksTogether: Int { 8 }
    private static var keptMovedMax: Int { 1 << 16 }

    /// Everybody gets what there is, and nobody waits any more.
    func close() {
        let waiting = state.withLock { state in
            state.isClosed = true
            return Array(state.waiting.values)
        }
        for waiter in waiting { waiter.check(isFinal: true) }
    }
}

extension FetchWaiters.Slot? {
    fileprivate mutating func add(_ waiter: FetchWaiter) {
        switch self {
        case nil: self = .one(waiter)
        case .one(let other):
            if other === waiter { return }
            self = .several([ObjectIdentifier(other): other, ObjectIdentifier(waiter): waiter])
        case .several(var waiters):
            // Emptied first: the dictionary is then changed in place.
            self = nil
            waiters[ObjectIdentifier(waiter)] = waiter
            self = .several(waiters)
        }
    }

    fileprivate mutating func remove(_ waiter: FetchWaiter) {
        switch self {
        case nil: break
        case .one(let other): if other === waiter { self = nil }
        case .several(var waiters):
            self = nil
            waiters[ObjectIdentifier(waiter)] = nil
            if !waiters.isEmpty { self = .several(waiters) }
        }
    }
}

extension FetchWaiters.Slot {
    fileprivate var waiters: [FetchWaiter] {
        switch self {
        case .one(let waiter): [waiter]
        case .several(let waiters): Array(waiters.values)
        }
    }
}
