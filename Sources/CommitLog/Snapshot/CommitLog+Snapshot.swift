import Bytes
import Threads

extension CommitLog {
    /// A snapshot of the running log in which positions, offsets and groups belong together, all of it durable.
    /// `completion` is called once: from the writer thread, between two groups of frames, or at once with the error
    /// that prevented it. Prepared transactions are named in it, but their rows are not.
    public func snapshot(completion: @escaping @Sendable (Result<LogSnapshot, CommitLogError>) -> Void) {
        let (shared, writer) = (shared, writer)
        // Says nothing, and must be durable: when it is done, so is everything before it, and nothing behind it has
        // been published yet.
        let nothing = GroupOperation.commit(group: "", [])
        do throws(CommitLogError) {
            try appendControl(.group, { nothing.write(into: &$0) }) { result in
                completion(
                    result.map {
                        var snapshot = LogSnapshot(
                            uuid: shared.uuid,
                            endPosition: writer.position,
                            lastSequence: writer.sequence,
                            logEpoch: writer.logEpoch
                        )
                        shared.state.withLock { snapshot.take($0) }
                        return snapshot
                    }
                )
            }
        } catch {
            completion(.failure(error))
        }
    }

    /// Makes a log in a directory that has none and goes on where the snapshot was taken, without its records: offsets
    /// are not given twice, and readers find a new leader epoch. The log keeps its identity, and its positions and
    /// epochs lie behind those of the old files: no frame of those can be taken for one of its own.
    ///
    /// Until the first segment has its name there is no log, so an interrupted call can be made again.
    /// - Throws: `logExists`, `inUse`, `invalidArgument` for a snapshot that contradicts itself, or the disk's error.
    public static func create(
        _ configuration: CommitLogConfiguration,
        from snapshot: LogSnapshot,
        merging: any CheckpointMerging = LastCheckpoint(),
        environment: LogEnvironment = .system
    ) throws(CommitLogError) -> CommitLog {
        var recovered = RecoveredLog(
            files: FileCache(fileSystem: environment.fileSystem, filesMax: configuration.openFilesMax)
        )
        recovered.uuid = snapshot.uuid
        let start = (min(snapshot.endPosition, LogSnapshot.positionMax) | 4095) + 1
        do throws(BytesError) {
            recovered.state = try snapshot.stateOfNewLog(startingAt: start)
        } catch {
            throw CommitLogError(
                .invalidArgument,
                "the snapshot of the log makes no sense: \(error)",
                remedy: "export it again from the queue"
            )
        }
        // Frames that the old log wrote after the snapshot have lower epochs.
        recovered.logEpoch = snapshot.logEpoch
        recovered.lastSequence = snapshot.lastSequence
        recovered.recordedSequence = snapshot.lastSequence
        recovered.endPosition = start
        let lock = try takeDirectory(configuration, environment)
        guard try !hasLog(configuration, environment) else {
            throw CommitLogError(
                .logExists,
                "there is a queue in \(configuration.directory) already",
                remedy: "nothing was changed; to replace it, move \(configuration.directory) away first"
            )
        }
        return try begin(recovered, configuration, merging: merging, environment: environment, holding: lock)
    }

    private static func hasLog(
        _ configuration: CommitLogConfiguration,
        _ environment: LogEnvironment
    ) throws(CommitLogError) -> Bool {
        do throws(FileSystemError) {
            return try environment.fileSystem.list(configuration.logDirectory)
                .contains { Segment.start(inName: $0) != nil }
        } catch {
            throw error.asLogError()
        }
    }
}

extension LogInspection {
    /// What the log knows beside its records, as `CommitLog.open` would find it.
    /// - Throws: `corruption` and whatever else keeps the log from being opened.
    public func snapshot(merging: any CheckpointMerging) throws(CommitLogError) -> LogSnapshot {
        let log = try end(merging)
        var snapshot = LogSnapshot(
            uuid: log.uuid,
            endPosition: log.endPosition,
            lastSequence: log.lastSequence,
            logEpoch: log.logEpoch
        )
        snapshot.take(log.state)
        return snapshot
    }
}
