import Bridge
import CommitLog
import MySQLSource

/// The positions in a queue's directory that no process uses.
struct PositionStore {
    let configuration: CommitLogConfiguration

    /// What the queue holds of one source.
    struct Entry {
        let source: String
        /// nil before the source's first position.
        let checkpoint: SourceCheckpoint?
    }

    /// Every source, by name. Changes nothing in the directory.
    /// - Throws: `CommitLogError`, or `CommandFailure` for a position that this version cannot read.
    func entries() throws -> [Entry] {
        let log = try LogInspection.open(directory: configuration.directory)
        return try log.sources(merging: CheckpointMerger())
            .map { Entry(source: $0.name, checkpoint: try Self.decode($0.checkpoint, of: $0.name)) }
            .sorted { $0.source < $1.source }
    }

    /// Replaces a source's position in a frame of its own, and waits until it is durable.
    /// - Parameter server: the server that the position is on, if it is another one than before.
    /// - Returns: what the queue held, and the change.
    /// - Throws: `CommitLogError`, or `CommandFailure` if the position does not fit.
    func set(
        _ position: PositionArgument,
        source: String,
        on server: ServerIdentity?
    ) throws -> (old: SourceCheckpoint?, change: PositionChange) {
        let log = try CommitLog.open(configuration, merging: CheckpointMerger())
        defer { log.close() }
        let known = log.sources().first { $0.name == source }?.id
        let old = try known.flatMap { log.sourceState($0) }.flatMap { try Self.decode($0, of: source) }
        let change = try PositionChange(from: old, to: position, on: server)
        var frame = log.makeFrame()
        let id = try log.registerSource(named: source)
        frame.source = id
        frame.writeCheckpoint { change.checkpoint.append(to: &$0) }
        // On the same server they are still to be committed; a PREPARE that is read again replaces its own.
        if let old, old.identity != change.checkpoint.identity { frame.forgetPrepared() }
        try log.append(frame)
        // Ends with an fdatasync in every durability.
        log.close()
        if let failure = log.failure { throw failure }
        guard let state = log.sourceState(id), state == change.checkpoint.encoded else {
            throw CommandFailure(
                "the queue did not take the new position of source \(source)",
                remedy: "look at `leat position list`, and report this as a bug",
                code: .notWell
            )
        }
        return (old, change)
    }

    static func decode(_ checkpoint: [UInt8], of source: String) throws(CommandFailure) -> SourceCheckpoint? {
        if checkpoint.isEmpty { return nil }
        do {
            return try SourceCheckpoint(decoding: checkpoint)
        } catch {
            throw CommandFailure(
                "source \(source): \(error)",
                remedy: "use the version of leat that wrote it, or a newer one",
                code: .notWell
            )
        }
    }
}
