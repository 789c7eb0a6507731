/// What the writer thread and everybody else see of an open log.
final class LogShared: Sendable {
    let configuration: CommitLogConfiguration
    let environment: LogEnvironment
    let merging: any CheckpointMerging
    let uuid: LogUUID
    /// Topics, sources, groups and partitions as of the visible end.
    let state: Monitor<LogState>
    /// Sorted by start position; the last one is being written.
    let segments: Monitor<[Segment]>
    let queue: WriterQueue
    let pool: FramePool
    let statistics = Monitor(CommitLogStatistics())
    let watermark = Wakeups()
    let idle = Wakeups()

    init(
        configuration: CommitLogConfiguration, environment: LogEnvironment, merging: any CheckpointMerging,
        recovered: RecoveredLog
    ) {
        self.configuration = configuration
        self.environment = environment
        self.merging = merging
        uuid = recovered.uuid
        state = Monitor(recovered.state)
        segments = Monitor(recovered.segments)
        queue = WriterQueue(
            dataBytesMax: configuration.queueBytesMax, controlBytesMax: configuration.controlQueueBytesMax,
            groupBytesMax: configuration.groupBytesMax)
        pool = FramePool(bytesMax: configuration.queueBytesMax / 2)
    }

    var logDirectory: String { configuration.logDirectory }
    var sparePath: String { logDirectory + "/spare" }
}
