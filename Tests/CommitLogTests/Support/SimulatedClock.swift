import Synchronization

@testable import CommitLog

/// A clock that stands still until it is moved, and an operator may set it.
final class SimulatedClock: Sendable {
    private let wall = Atomic<Int64>(1_700_000_000_000_000)
    private let monotonic = Atomic<Int64>(1_000_000)
    private let identity = Atomic<UInt64>(0)

    /// Time passes.
    func advance(microseconds: Int64) {
        wall.wrappingAdd(microseconds, ordering: .relaxed)
        monotonic.wrappingAdd(microseconds, ordering: .relaxed)
    }

    /// The wall clock is set forth or back.
    func set(by microseconds: Int64) { wall.wrappingAdd(microseconds, ordering: .relaxed) }

    var now: Int64 { wall.load(ordering: .relaxed) }

    func environment(_ disk: any LogFileSystem) -> LogEnvironment {
        var environment = LogEnvironment(
            fileSystem: disk,
            now: { self.now },
            makeUUID: {
                LogUUID(high: 7, low: self.identity.wrappingAdd(1, ordering: .relaxed).newValue)
            }
        )
        environment.monotonicNow = { self.monotonic.load(ordering: .relaxed) }
        return environment
    }
}
