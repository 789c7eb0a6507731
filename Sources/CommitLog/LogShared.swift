import Synchronization
import Threads

/// What the writer thread and everybody else see of an open log.
final class LogShared: Sendable {
    let configuration: CommitLogConfiguration
    let environment: LogEnvironment
    let merging: any CheckpointMerging
    let uuid: LogUUID
    /// Topics, sources, groups and partitions as of the visible end.
    let state: ConditionLock<LogState>
    /// Sorted by start position; the last one is being written.
    let segments: ConditionLock<[Segment]>
    let queue: WriterQueue
    let pool: FramePool
    let keeper: LogKeeper
    let files: FileCache
    /// Of the sealed segments.
    let indexes: IndexStore
    let lookups = LookupCache()
    /// What retention, relocation and scrub know.
    let space: SpaceWork
    let statistics = ConditionLock(CommitLogStatistics())
    /// Log position behind the last frame that readers may see.
    let visibleEnd = Atomic<UInt64>(0)
    /// What the writer thread does now.
    let activity = Atomic(WriterActivity.idle)
    let watermark = Wakeups()
    let moves = MoveWatch()
    let idle = Wakeups()
    /// Producers that must come again with their first batch.
    let refusedProducers = ConditionLock(RefusedProducers())
    /// Why records wait now, if the disk is full.
    let shortage = ConditionLock<CommitLogError?>(nil)

    init(
        configuration: CommitLogConfiguration,
        environment: LogEnvironment,
        merging: any CheckpointMerging,
        recovered: RecoveredLog
    ) {
        self.configuration = configuration
        self.environment = environment
        self.merging = merging
        uuid = recovered.uuid
        var recoveredState = recovered.state
        recoveredState.producers.limit(to: configuration.producersMax)
        state = ConditionLock(recoveredState)
        segments = ConditionLock(recovered.segments)
        queue = WriterQueue(
            dataBytesMax: configuration.queueBytesMax,
            controlBytesMax: configuration.controlQueueBytesMax,
            producedBytesMax: configuration.producedQueueBytesMax,
            groupBytesMax: configuration.groupBytesMax,
            chainWaitMilliseconds: configuration.chainWaitMilliseconds
        )
        keeper = LogKeeper(tickMilliseconds: configuration.keeperTickMilliseconds)
        files = recovered.files
        indexes = IndexStore(
            uuid: recovered.uuid,
            files: recovered.files,
            keeper: keeper,
            segments: segments
        )
        space = SpaceWork(configuration: configuration, recovered: recovered)
        pool = FramePool(bytesMax: configuration.queueBytesMax / 2)
    }

    /// To find the partition's batches in the segments that are sealed by now.
    func lookup(_ partition: Partition) -> SealedLookup {
        SealedLookup(partition.id, segments.withLock { $0 }, indexes, lookups)
    }

    var logDirectory: String { configuration.logDirectory }
    var sparePath: String { logDirectory + "/spare" }
    var reservePath: String { logDirectory + "/reserve" }
}
