/// A log at rest, open for looking: nothing in its directory is changed, not even what recovery would repair.
/// While it is held no process can open the log for writing.
public final class LogInspection: Sendable {
    /// The data directory.
    public let directory: String
    let environment: LogEnvironment
    private let lock: any DirectoryLock

    private init(directory: String, environment: LogEnvironment, lock: any DirectoryLock) {
        self.directory = directory
        self.environment = environment
        self.lock = lock
    }

    /// - Parameter fileSystem: tests put their own in.
    /// - Throws: `notFound` if there is no log, `inUse` if a process has it open, or the disk's error.
    public static func open(
        directory: String,
        fileSystem: any LogFileSystem = ReadOnlyFileSystem()
    ) throws(CommitLogError) -> LogInspection {
        var environment = LogEnvironment.system
        environment.fileSystem = fileSystem
        let data = DataDirectory(path: directory, fileSystem: fileSystem)
        try data.requireLog()
        return LogInspection(directory: directory, environment: environment, lock: try data.lock())
    }

    /// Bytes of all segments, with what has been prepared and not written yet.
    public func byteCount() throws(CommitLogError) -> UInt64 {
        var bytes: UInt64 = 0
        for segment in try Segment.openAll(FileCache(fileSystem: environment.fileSystem), directory + "/log") {
            do throws(FileSystemError) {
                bytes += UInt64(try segment.file.length())
            } catch {
                throw error.asLogError()
            }
        }
        return bytes
    }

    /// Reads the whole log as `CommitLog.open` would, and judges every batch besides.
    /// - Parameters:
    ///   - judge: says what is wrong with a record batch, or nil; the log itself knows only its frames.
    ///   - progress: told the log position after each frame.
    /// - Throws: what kept the log from being read at all; damage is part of the answer.
    public func check(
        merging: any CheckpointMerging = LastCheckpoint(),
        judgingBatches judge: @escaping (FrameEntry, UnsafeRawBufferPointer) -> String? = { _, _ in nil },
        progress: @escaping (UInt64) -> Void = { _ in }
    ) throws(CommitLogError) -> LogCheck {
        try LogCheck.run(scan(merging), judge, progress)
    }

    /// All that stands in the log, frame by frame, damaged places included.
    /// - Parameter position: the first frame is the one that ends after it.
    public func walk(from position: UInt64 = 0) throws(CommitLogError) -> LogWalk {
        try LogWalk(environment.fileSystem, logDirectory: directory + "/log", from: position)
    }

    /// Each source with its merged checkpoint, in the order of their numbers; an empty one has no position yet.
    /// - Throws: `corruption` and whatever else keeps the log from being opened.
    public func sources(
        merging: any CheckpointMerging
    ) throws(CommitLogError) -> [(name: String, checkpoint: [UInt8])] {
        try end(merging).state.sources.map { ($0.name, $0.state) }
    }

    /// What the log knows at its end, found as `CommitLog.open` finds it: older segments are not read.
    func end(_ merging: any CheckpointMerging) throws(CommitLogError) -> RecoveredLog {
        var scan = scan(merging)
        scan.extent = .newest
        return try scan.recover()
    }

    private func scan(_ merging: any CheckpointMerging) -> RecoveryScan {
        RecoveryScan(environment: environment, logDirectory: directory + "/log", merging: merging)
    }
}
