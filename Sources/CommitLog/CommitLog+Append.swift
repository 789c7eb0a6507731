import Bytes

extension CommitLog {
    /// An empty frame to fill, with memory of an earlier one.
    public func makeFrame() -> PendingFrame { PendingFrame(shared.pool.take()) }

    /// Gives a frame to the writer thread. Blocks while more than `queueBytesMax` waits. An empty frame is let go.
    /// - Throws: `closed` or the error that stopped the log; `invalidArgument` if the frame is not in order; `busy`,
    ///   which alone is worth a retry, if another source's chain holds one of its partitions for too long.
    public func append(_ frame: consuming PendingFrame) throws(CommitLogError) {
        if frame.isEmpty {
            shared.pool.giveBack(frame.storage)
            return
        }
        let storage = frame.storage
        storage.kind = storage.hasSchema ? .schema : storage.entries.isEmpty ? .checkpoint : .data
        if storage.endsChain { storage.kind = .chainEnd }
        storage.sealChanges()
        try check(storage)
        try shared.queue.append(storage)
    }

    func check(_ frame: FrameStorage) throws(CommitLogError) {
        let (partitions, sources, hasDeleted) = shared.state.withLock {
            ($0.partitions, $0.sources.count, $0.hasDeletedPartitions)
        }
        guard frame.source <= sources else {
            throw invalid("a frame names source \(frame.source), which was never registered")
        }
        let longest = FrameHeader.frameLengthMax
        let limit = frame.recordCount > 1 ? min(shared.configuration.frameBytesMax, longest) : longest
        guard frame.frameLength <= limit else {
            throw invalid(
                "a frame of \(frame.frameLength) bytes with \(frame.recordCount) records is over the limit of \(limit)"
            )
        }
        let batches = frame.batches.bytes
        for entry in frame.entries {
            let id = Int(entry.partition)
            guard id < partitions.count, !hasDeleted || !partitions[id].index.withLock({ $0.isDeleted }) else {
                throw CommitLogError(
                    .notFound,
                    "there is no partition \(id)",
                    remedy: "its topic was deleted: ask for the topic again"
                )
            }
            let start = Int(entry.positionInFrame)
            let batch = UnsafeRawBufferPointer(rebasing: batches[start..<start + Int(entry.byteLength)])
            if let problem = BatchHeader.problem(in: batch, recordCount: entry.recordCount) { throw invalid(problem) }
        }
    }

    func invalid(_ what: String) -> CommitLogError {
        CommitLogError(.invalidArgument, what, remedy: "this is a bug of the caller; please report it")
    }

    /// True when nothing waits for the writer thread: a frame given now is written at once. Cheap.
    public var isWriterIdle: Bool { shared.queue.isIdle }

    /// Calls back from the writer thread each time it becomes idle. The callback must be quick. Look at `isWriterIdle`
    /// after having something to write: the change may have come just before.
    @discardableResult
    public func onWriterIdle(_ callback: @escaping @Sendable () -> Void) -> WakeupToken { shared.idle.add(callback) }

    /// Takes an idle callback back.
    public func removeWriterIdle(_ token: WakeupToken) { shared.idle.remove(token) }
}
