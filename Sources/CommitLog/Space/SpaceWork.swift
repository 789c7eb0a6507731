import Synchronization
import Threads

/// What retention, relocation and scrub know from one time to the next.
final class SpaceWork: Sendable {
    /// Touched by whoever does the work: the keeper, or a test in its place.
    struct State {
        /// Nil until the first look at it.
        var clock: RetentionClock?
        let lastAppendTime: Int64?
        var isOldestMissing: Bool
        /// Monotonic µs of the last pass.
        var lastPass: Int64?
        /// How long it took.
        var lastPassMicroseconds: Int64 = 0
        /// The segment that is being written, and when it was first seen (monotonic µs) and made (wall µs).
        var active: (start: UInt64, seen: Int64, made: Int64)?
        /// What was announced of a protection last: percent of its limit.
        var announced: [String: Int] = [:]
        var relocation: Relocation?
        /// Damage keeps these from being relocated.
        var unmovable: Set<UInt64> = []
        var scrub = Scrub()
    }

    let state: ConditionLock<State>
    let settings: ConditionLock<RetentionSettings>
    let statistics = ConditionLock(SpaceStatistics())
    let notices = LogNotices()
    /// By partition, as of the last pass.
    let partitionBytes = ConditionLock<[UInt64]>([])
    /// Moves the writer of a log without threads.
    let pump = ConditionLock<(@Sendable () -> Bool)?>(nil)
    private let deletionCount = Atomic<UInt64>(0)
    private let isRequested = Atomic<Bool>(false)

    init(configuration: CommitLogConfiguration, recovered: RecoveredLog) {
        settings = ConditionLock(configuration.retention)
        state = ConditionLock(
            State(
                lastAppendTime: recovered.segments.isEmpty ? nil : recovered.lastAppendTime,
                isOldestMissing: recovered.isOldestMissing
            )
        )
        guard recovered.isOldestMissing, let oldest = recovered.segments.first else { return }
        notices.add(
            LogNotice(
                .segmentsMissing,
                "the log begins at \(oldest.path); older segments are missing, and the log did not delete them",
                remedy: "put them back and start again if they are still somewhere; their records cannot be read",
                position: oldest.start
            )
        )
    }

    var deletions: UInt64 { deletionCount.load(ordering: .acquiring) }
    func countDeletions(_ count: Int) { deletionCount.wrappingAdd(UInt64(count), ordering: .acquiringAndReleasing) }

    /// Something changed that retention should look at soon.
    func request() { isRequested.store(true, ordering: .releasing) }
    func takeRequest() -> Bool { isRequested.exchange(false, ordering: .acquiringAndReleasing) }
}
