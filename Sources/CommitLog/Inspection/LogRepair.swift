/// Cuts a log that cannot be opened back to its last state that can. An operator's decision: what is cut off had been
/// acknowledged. Sources then go on from the earlier position and send again what the cut took, as far as their
/// binlogs still have it; readers learn of it by a new leader epoch.
public final class LogRepair {
    /// What would be done.
    public struct Plan: Sendable {
        /// What is wrong; its position is the first bad one.
        public let damage: CommitLogError
        /// Log position after the last byte that stays.
        public let position: UInt64
        /// The file that is cut; nil if whole files go.
        public let segment: String?
        /// Files that go whole.
        public let segmentsRemoved: [String]
        public let loss: LogLoss

        /// Where the bytes of a file are kept.
        public func copyPath(of segment: String) -> String { "\(segment).cut-\(position)" }
        /// All files that will hold what is cut off.
        public var copies: [String] { ([segment].compactMap(\.self) + segmentsRemoved).map(copyPath) }
    }

    private let configuration: CommitLogConfiguration
    private let merging: any CheckpointMerging
    private let environment: LogEnvironment
    private let lock: any DirectoryLock
    private static let pieceBytes = 1 << 20

    /// Takes hold of a data directory; nothing in it changes before `cut`.
    /// - Throws: `notFound` if there is no log, `inUse` if a process has it open, or the disk's error.
    public init(
        directory: String,
        merging: any CheckpointMerging,
        environment: LogEnvironment = .system
    ) throws(CommitLogError) {
        configuration = CommitLogConfiguration(directory: directory, preallocateBytesMax: 0)
        self.merging = merging
        self.environment = environment
        let data = DataDirectory(path: directory, fileSystem: environment.fileSystem)
        try data.requireLog()
        lock = try data.lock()
    }

    /// - Returns: nil if the log can be opened as it is.
    /// - Throws: `corruption` if nothing would be left, `unsupported` if a newer version wrote the log, or the disk's
    ///   error.
    public func plan() throws(CommitLogError) -> Plan? {
        guard let (damage, position) = try firstDamage() else { return nil }
        let segments = try Segment.openAll(
            FileCache(fileSystem: environment.fileSystem),
            configuration.logDirectory
        )
        let cut = segments.first { position <= $0.start + UInt64(SegmentHeader.size) && position >= $0.start }
        // A segment without its STATE cannot stay.
        let holder = cut == nil ? segments.containing(position) : nil
        let end = cut?.start ?? position
        let removed = segments.filter { $0.start >= end && $0 !== holder }
        guard removed.count < segments.count else { throw Self.nothingLeft(damage, segments) }
        let walk = try LogWalk(environment.fileSystem, logDirectory: configuration.logDirectory, from: end)
        return Plan(
            damage: damage,
            position: end,
            segment: holder?.path,
            segmentsRemoved: removed.map(\.path),
            loss: try LogLoss(walk)
        )
    }

    /// Keeps a copy of what goes, cuts it off, and opens the log once, so that readers find a new leader epoch.
    /// - Throws: the disk's error. The copy is made first: after an error the same repair can be done again.
    public func cut(_ plan: Plan) throws(CommitLogError) {
        let fileSystem = environment.fileSystem
        do throws(FileSystemError) {
            var file: (any LogFile)?
            if let path = plan.segment {
                file = try fileSystem.open(path, create: false)
                try copyEnd(of: path, to: plan.copyPath(of: path), from: plan.position)
            }
            // From the end, so that an interruption leaves a log without gaps.
            for path in plan.segmentsRemoved.reversed() { try fileSystem.rename(path, to: plan.copyPath(of: path)) }
            try fileSystem.syncDirectory(configuration.logDirectory)
            if let file, let path = plan.segment, let start = Segment.start(inPath: path) {
                try file.truncate(to: Int(plan.position - start))
                try file.sync()
            }
        } catch {
            throw error.asLogError(position: plan.position)
        }
        try CommitLog.open(
            configuration,
            merging: merging,
            environment: environment,
            holding: lock,
            afterCut: true
        ).close()
    }

    /// The damage that lies first. Headers of all segments are read before any frame, so an earlier one may be found
    /// only when the later files are left aside.
    private func firstDamage() throws(CommitLogError) -> (CommitLogError, UInt64)? {
        var found: (CommitLogError, UInt64)?
        var segmentsEnd = UInt64.max
        while true {
            var scan = RecoveryScan(
                environment: environment,
                logDirectory: configuration.logDirectory,
                merging: merging
            )
            scan.segmentsEnd = segmentsEnd
            do throws(CommitLogError) {
                _ = try scan.recover()
                return found
            } catch {
                guard error.code == .corruption || error.code == .checkpoint, let position = error.position else {
                    throw error
                }
                found = (error, position)
                let segments = try Segment.openAll(
                    FileCache(fileSystem: environment.fileSystem),
                    configuration.logDirectory
                )
                guard let holder = segments.containing(position), holder.start > 0, holder.start < segmentsEnd else {
                    return found
                }
                segmentsEnd = holder.start
            }
        }
    }

    private static func nothingLeft(_ damage: CommitLogError, _ segments: [Segment]) -> CommitLogError {
        let remedy =
            segments.count > 1
            ? "restore the directory from a copy; or move \(segments[0].path) away: later segments open without it"
            : "restore the directory from a copy, or move it away to begin a new log"
        return CommitLogError(
            .corruption,
            damage.what + "; nothing of the log would be left",
            remedy: remedy,
            position: damage.position
        )
    }

    /// Copies a segment from a log position to its end; zeros become holes.
    private func copyEnd(of path: String, to copyPath: String, from position: UInt64) throws(FileSystemError) {
        guard let start = Segment.start(inPath: path) else { return }
        let source = try environment.fileSystem.open(path, create: false)
        let copy = try environment.fileSystem.open(copyPath, create: true)
        let begin = Int(position - start)
        let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.pieceBytes, alignment: 16)
        defer { piece.deallocate() }
        var offset = begin
        while true {
            let count = try source.readAll(into: piece, at: offset)
            if let last = piece.prefix(count).lastIndex(where: { $0 != 0 }) {
                try copy.writeAll([UnsafeRawBufferPointer(rebasing: piece[...last])], at: offset - begin)
            }
            if count < piece.count { break }
            offset += count
        }
        // Put behind the file that was cut, the copy gives the former file again.
        try copy.truncate(to: max(0, try source.length() - begin))
        try copy.sync()
    }
}

extension Segment {
    /// The start position in the last part of a path.
    fileprivate static func start(inPath path: String) -> UInt64? {
        start(inName: String(path[(path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)...]))
    }
}
