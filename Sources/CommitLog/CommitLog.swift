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
        var lock: (any DirectoryLock)?
    }

    private init(shared: LogShared, writer: LogWriter, lock: any DirectoryLock) {
        self.shared = shared
        self.writer = writer
        let filler = writer.filler
        let fillerThread = filler.map { filler in DedicatedThread(name: "log-filler") { filler.run() } }
        let writerThread = DedicatedThread(name: "log-writer") { writer.run() }
        running = ConditionLock(Running(writerThread: writerThread, fillerThread: fillerThread, lock: lock))
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
        let lock = try takeDirectory(configuration, environment)
        return try open(configuration, merging: merging, environment: environment, holding: lock)
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
        afterCut: Bool = false
    ) throws(CommitLogError) -> CommitLog {
        var recovered = try RecoveryScan(
            environment: environment,
            logDirectory: configuration.logDirectory,
            merging: merging
        ).recover()
        if recovered.segments.isEmpty { recovered.uuid = environment.makeUUID() }
        recovered.isCut = afterCut
        return try begin(recovered, configuration, merging: merging, environment: environment, holding: lock)
    }

    /// Goes on behind what was recovered; without a segment it makes the first one.
    static func begin(
        _ recovered: RecoveredLog,
        _ configuration: CommitLogConfiguration,
        merging: any CheckpointMerging,
        environment: LogEnvironment,
        holding lock: any DirectoryLock
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
        return CommitLog(shared: shared, writer: writer, lock: lock)
    }

    private static func makeFiller(_ shared: LogShared) -> SegmentFiller? {
        guard shared.configuration.preallocateBytesMax > 0 else { return nil }
        return SegmentFiller(
            fileSystem: shared.environment.fileSystem,
            sparePath: shared.sparePath,
            segmentBytes: shared.configuration.segmentBytes,
            leadBytesMax: shared.configuration.preallocateBytesMax
        )
    }

    /// Writes what waits, marks the end as clean, ends the threads and lets go of the directory. Reads go on working.
    public func close() {
        shared.queue.stop()
        end()
    }

    /// What a crash does: nothing more is written. For tests.
    func abandon() {
        let error = CommitLogError(.closed, "the log has been abandoned", remedy: "open it again")
        for frame in shared.queue.fail(error) { frame.complete(.failure(error)) }
        shared.queue.stop()
        end()
    }

    private func end() {
        let ended = running.withLock { running in
            defer { running = Running() }
            return running
        }
        ended.writerThread?.join()
        writer.filler?.stop()
        ended.fillerThread?.join()
        shared.watermark.wakeAll()
        shared.idle.wakeAll()
    }

    /// Identity of the log; its text is the Kafka cluster id.
    public var uuid: LogUUID { shared.uuid }

    /// The data directory.
    public var directory: String { shared.configuration.directory }

    /// Why the log stopped taking frames, if it did; reads go on.
    public var failure: CommitLogError? { shared.queue.failure }

    /// Counters since the log was opened.
    public var statistics: CommitLogStatistics {
        var statistics = shared.statistics.withLock { $0 }
        statistics.queuedBytes = shared.queue.queuedBytes
        statistics.segments = shared.segments.withLock { $0.count }
        statistics.diskFreeBytes = shared.environment.fileSystem.freeBytes(shared.logDirectory)
        return statistics
    }
}
