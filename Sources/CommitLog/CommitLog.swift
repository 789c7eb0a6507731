import Bytes
import Threads

/// The queue's storage engine: one sequential log for all topics, with one writer thread.
/// All methods may be called from any thread.
public final class CommitLog: Sendable {
    let shared: LogShared
    let writer: LogWriter
    private let running: ConditionLock<Running>
    /// Held while a topic or source is being made, so that two with the same name cannot come about.
    let definitions = ConditionLock(())

    private struct Running {
        var writerThread: DedicatedThread?
        var fillerThread: DedicatedThread?
        var keeperThread: DedicatedThread?
        var lock: (any DirectoryLock)?
        /// No threads: whoever has opened the log calls `step`.
        var isStepped = false
    }

    private init(shared: LogShared, writer: LogWriter, lock: any DirectoryLock, startsThreads: Bool) {
        self.shared = shared
        self.writer = writer
        shared.keeper.onTick { [weak shared] in if let shared { SpaceKeeper(shared: shared).tick() } }
        guard startsThreads else {
            shared.space.pump.withLock { $0 = { [weak writer] in writer?.step() == .worked } }
            shared.queue.refuseWhenFull()
            running = ConditionLock(Running(lock: lock, isStepped: true))
            return
        }
        let filler = writer.filler
        let fillerThread = filler.map { filler in DedicatedThread(name: "log-filler") { filler.run() } }
        let writerThread = DedicatedThread(name: "log-writer") { writer.run() }
        let keeper = shared.keeper
        keeper.onTick { [shared] in shared.checkDirectory() }
        let keeperThread = keeper.tickMilliseconds > 0 ? DedicatedThread(name: "log-keeper") { keeper.run() } : nil
        running = ConditionLock(
            Running(writerThread: writerThread, fillerThread: fillerThread, keeperThread: keeperThread, lock: lock)
        )
    }

    deinit { close() }

    /// Opens the log in a directory, which is made if need be: recovers it, makes what it found durable, and starts
    /// the writer thread.
    /// - Throws: `inUse` if another process has it open, `corruption`, `unsupported`, or the disk's error. Nothing is
    ///   retriable without somebody's help.
    public static func open(
        _ configuration: CommitLogConfiguration,
        merging: any CheckpointMerging = LastCheckpoint(),
        environment: LogEnvironment = .system
    ) throws(CommitLogError) -> CommitLog {
        try open(configuration, merging: merging, environment: environment, startsThreads: true)
    }

    /// - Parameter startsThreads: false for a log that is driven from one thread by `step`.
    static func open(
        _ configuration: CommitLogConfiguration,
        merging: any CheckpointMerging,
        environment: LogEnvironment,
        startsThreads: Bool
    ) throws(CommitLogError) -> CommitLog {
        let lock = try takeDirectory(configuration, environment)
        return try open(
            configuration,
            merging: merging,
            environment: environment,
            holding: lock,
            startsThreads: startsThreads
        )
    }

    /// Makes the directory if need be, and takes hold of it.
    static func takeDirectory(
        _ configuration: CommitLogConfiguration,
        _ environment: LogEnvironment
    ) throws(CommitLogError) -> any DirectoryLock {
        do throws(FileSystemError) {
            try environment.fileSystem.makeDirectory(configuration.logDirectory)
            try environment.fileSystem.syncDirectory(configuration.directory)
        } catch {
            throw error.asLogError()
        }
        return try DataDirectory(path: configuration.directory, fileSystem: environment.fileSystem).lock()
    }

    /// - Parameter afterCut: acknowledged records have been cut off; readers learn of it by a new leader epoch.
    static func open(
        _ configuration: CommitLogConfiguration,
        merging: any CheckpointMerging,
        environment: LogEnvironment,
        holding lock: any DirectoryLock,
        afterCut: Bool = false,
        startsThreads: Bool = true
    ) throws(CommitLogError) -> CommitLog {
        var scan = RecoveryScan(
            environment: environment,
            logDirectory: configuration.logDirectory,
            merging: merging,
            openFilesMax: configuration.openFilesMax
        )
        scan.extent = .newest
        var recovered = try scan.recover()
        if recovered.segments.isEmpty { recovered.uuid = environment.makeUUID() }
        recovered.isCut = afterCut
        return try begin(
            recovered,
            configuration,
            merging: merging,
            environment: environment,
            holding: lock,
            startsThreads: startsThreads
        )
    }

    /// Goes on behind what was recovered; without a segment it makes the first one.
    static func begin(
        _ recovered: RecoveredLog,
        _ configuration: CommitLogConfiguration,
        merging: any CheckpointMerging,
        environment: LogEnvironment,
        holding lock: any DirectoryLock,
        startsThreads: Bool = true
    ) throws(CommitLogError) -> CommitLog {
        let repair = RecoveryRepair(environment: environment, logDirectory: configuration.logDirectory)
        let fileLength = try repair.run(recovered)
        let shared = LogShared(
            configuration: configuration,
            environment: environment,
            merging: merging,
            recovered: recovered
        )
        let writer = LogWriter(shared: shared, recovered: recovered, filler: CommitLog.makeFiller(shared))
        try writer.begin(recovered, fileLength: fileLength)
        return CommitLog(shared: shared, writer: writer, lock: lock, startsThreads: startsThreads)
    }

    private static func makeFiller(_ shared: LogShared) -> SegmentFiller? {
        guard shared.configuration.preallocateBytesMax > 0 else { return nil }
        return SegmentFiller(
            environment: shared.environment,
            sparePath: shared.sparePath,
            segmentBytes: shared.configuration.segmentBytes,
            leadBytesMax: shared.configuration.preallocateBytesMax
        )
    }

    /// Writes what waits, marks the end as clean, ends the threads and lets go of the directory. Reads go on working.
    public func close() {
        shared.queue.stop()
        end(finishing: true)
    }

    /// What a crash does: nothing more is written. For tests.
    func abandon() {
        let error = CommitLogError(.closed, "the log has been abandoned", remedy: "open it again")
        for frame in shared.queue.fail(error) { frame.complete(.failure(error)) }
        shared.queue.stop()
        end(finishing: false)
    }

    private func end(finishing: Bool) {
        let ended = running.withLock { running in
            defer { running = Running() }
            return running
        }
        ended.writerThread?.join()
        if ended.isStepped { while writer.step() == .worked {} }
        writer.filler?.stop()
        ended.fillerThread?.join()
        shared.keeper.stop(finishing: finishing)
        ended.keeperThread?.join()
        shared.watermark.wakeAll()
        shared.idle.wakeAll()
    }

    /// One turn of the writer of a log that was opened without threads.
    @discardableResult
    func step() -> LogWriter.Turn { writer.step() }

    /// True if nobody but `step` moves the writer.
    var isStepped: Bool { running.withLock { $0.isStepped } }

    /// Identity of the log; its text is the Kafka cluster id.
    public var uuid: LogUUID { shared.uuid }

    /// The data directory.
    public var directory: String { shared.configuration.directory }

    /// Why the log stopped taking frames, if it did; reads go on.
    public var failure: CommitLogError? { shared.queue.failure }

    /// Why records wait for space, while the disk is full: reads and offsets go on, and so do records as soon as there
    /// is some.
    public var diskShortage: CommitLogError? { shared.shortage.withLock { $0 } }

    /// Somebody has freed space on the log's file system: what waits for it is tried at once.
    public func spaceFreed() { shared.queue.tryAgain() }

    /// Counters since the log was opened.
    public var statistics: CommitLogStatistics {
        var statistics = counters
        statistics.diskFreeBytes = shared.environment.fileSystem.freeBytes(shared.logDirectory)
        return statistics
    }

    /// The same without what has to be asked of the file system: from memory, at once.
    public var counters: CommitLogStatistics {
        var statistics = shared.statistics.withLock { $0 }
        statistics.isDiskFull = diskShortage != nil
        statistics.space = shared.space.statistics.withLock { $0 }
        statistics.queuedBytes = shared.queue.queuedBytes
        statistics.segments = shared.segments.withLock { $0.count }
        return statistics
    }
}
