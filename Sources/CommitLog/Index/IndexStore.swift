import Threads

/// The indexes of all sealed segments: of those just sealed in memory, of all others in their files.
final class IndexStore: Sendable {
    private let uuid: LogUUID
    private let files: FileCache
    private let keeper: LogKeeper
    /// Segments whose index waits in memory for its file, oldest first.
    private let waiting = ConditionLock<[Segment]>([])
    /// More of them than this are forgotten again, the oldest first: it can be rebuilt from its segment. They only grow
    /// that many when the disk takes no files.
    static let waitingMax = 4

    let outcomes: ChainOutcomes

    init(uuid: LogUUID, files: FileCache, keeper: LogKeeper, segments: ConditionLock<[Segment]>) {
        self.uuid = uuid
        outcomes = ChainOutcomes(uuid: uuid, segments: segments)
        self.files = files
        self.keeper = keeper
        keeper.onTick { [weak self] in self?.writeWaiting() }
    }

    /// Asks a sealed segment's index. A file that turns out to be wrong is rebuilt, once.
    /// - Parameter body: returns nil if the file is not what it was.
    /// - Throws: the disk's error, or `corruption` if the segment's own frames are damaged.
    func ask<Value>(
        _ segment: Segment,
        _ body: (SegmentIndexView) throws(FileSystemError) -> Value?
    ) throws(CommitLogError) -> Value {
        if let view = view(of: segment), let value = try? body(view) { return value }
        let runs = try rebuild(segment)
        do throws(FileSystemError) {
            if let value = try body(.memory(runs)) { return value }
        } catch {
            throw error.asLogError(position: segment.start)
        }
        throw CommitLogError(
            .corruption,
            "the index of \(segment.path) cannot be made",
            remedy: "run `leat log check` on the data directory",
            position: segment.start
        )
    }

    /// What is known of a sealed segment as a whole.
    func summary(of segment: Segment) throws(CommitLogError) -> SegmentSummary {
        guard segment.end != nil else { return segment.summary.withLock { $0 } }
        return try ask(segment) { $0.summary }
    }

    /// A segment is being sealed; its file follows in the background.
    /// - Parameters:
    ///   - end: log position after its last frame.
    ///   - isBounded: false if many are sealed at once, when a chain has ended: their batches were in memory before.
    func seal(_ segment: Segment, end: UInt64, _ runs: SegmentRuns, isBounded: Bool = true) {
        // In this order: who finds it sealed finds its index, too.
        segment.index.withLock { $0 = .memory(runs) }
        segment.seal(end: end)
        enlist(segment, isBounded: isBounded)
    }

    /// The segment is being deleted: its index must not come back.
    func forget(_ segment: Segment) {
        waiting.withLock { $0.removeAll { $0 === segment } }
        segment.index.withLock { $0 = .unread }
        segment.closeFiles()
    }

    /// Writes the files of all indexes that wait for it.
    func writeWaiting() {
        for segment in waiting.withLock({ $0 }) { write(segment) }
    }

    /// Nil if there is no good file.
    private func view(of segment: Segment) -> SegmentIndexView? {
        let known = segment.index.withLock { $0 }
        switch known {
        case .memory(let runs): return .memory(runs)
        case .file(let header):
            if let file = try? files.file(segment.indexSlot) { return .file(header, file) }
            return nil
        case .unread:
            guard let end = segment.end else { return nil }
            return segment.index.withLock { index in
                // Somebody else may have been here first.
                if case .memory(let runs) = index { return .memory(runs) }
                guard let file = try? files.file(segment.indexSlot) else { return nil }
                if case .file(let header) = index { return .file(header, file) }
                let header = try? IndexFile.verified(file, uuid: uuid, start: segment.start, end: end)
                guard let header = header ?? nil else { return nil }
                index = .file(header)
                return .file(header, file)
            }
        }
    }

    /// Reads the whole segment. Others who ask for its index wait.
    private func rebuild(_ segment: Segment) throws(CommitLogError) -> SegmentRuns {
        let (runs, isNew) = try segment.index.withLock { (index) throws(CommitLogError) in
            if case .memory(let runs) = index { return (runs, false) }
            let runs = try SegmentIndexBuilder(segment, uuid: uuid, outcomes: outcomes).build()
            files.forget(segment.indexSlot)
            index = .memory(runs)
            return (runs, true)
        }
        if isNew { enlist(segment) }
        return runs
    }

    private func enlist(_ segment: Segment, isBounded: Bool = true) {
        let forgotten = waiting.withLock { waiting in
            waiting.append(segment)
            return isBounded && waiting.count > Self.waitingMax ? waiting.removeFirst() : nil
        }
        forgotten?.index.withLock { $0 = .unread }
        keeper.add { [weak self] in self?.write(segment) }
    }

    /// Writes a segment's index file, unless that is done. A disk that does not take it is asked again at the next
    /// tick; until then memory serves.
    private func write(_ segment: Segment) {
        guard case .memory(let runs) = segment.index.withLock({ $0 }), let end = segment.end,
            waiting.withLock({ $0.contains { $0 === segment } })
        else { return }
        let header = IndexFile(uuid: uuid, start: segment.start, end: end, runs)
        let temporary = IndexFile.temporaryPath(ofSegment: segment.path)
        do throws(FileSystemError) {
            let file = try files.fileSystem.open(temporary, create: true)
            try header.write(runs, to: file)
            try files.fileSystem.rename(temporary, to: segment.indexSlot.path)
        } catch {
            try? files.fileSystem.remove(temporary)
            return
        }
        files.forget(segment.indexSlot)
        let isGone = waiting.withLock { waiting in
            defer { waiting.removeAll { $0 === segment } }
            return !waiting.contains { $0 === segment }
        }
        segment.index.withLock { index in
            if case .memory(let current) = index, current === runs { index = .file(header) }
        }
        // Deleted meanwhile: its name is given back.
        if isGone { try? files.fileSystem.remove(segment.indexSlot.path) }
    }
}
