extension CommitLog {
    /// Gives a part of something larger than a frame to the log: batches of `frame.source`, without a checkpoint. All
    /// parts become visible together with the frame that has `endsChain`, and their source's checkpoint, or never.
    /// Until then the log keeps 32 bytes of memory for each batch.
    ///
    /// One source at a time has a chain. Others may append meanwhile, except to the chain's partitions: they wait, at
    /// most `chainWaitMilliseconds`. Blocks as `append` does.
    /// - Throws: as `append` does; `busy`, worth a retry, if another source's chain does not end in time.
    public func appendPart(_ frame: consuming PendingFrame) throws(CommitLogError) {
        let storage = frame.storage
        guard !storage.entries.isEmpty, storage.source > 0, storage.checkpoint.count == 0, storage.changes.count == 0
        else { throw invalid("a part of a chain has records and a source, and no checkpoint") }
        storage.kind = .chainBegin
        try check(storage)
        try shared.queue.append(storage)
    }

    /// Takes everything back that the source has given of a chain without its end: no reader ever sees it, and the
    /// partitions' next offsets are what they were. Nothing happens if the source has no open chain. Never blocks.
    public func abortChain(source: SourceID) {
        let frame = shared.pool.take()
        frame.kind = .chainAbort
        frame.source = source
        if !shared.queue.abortChain(frame) { shared.pool.giveBack(frame) }
    }
}

extension PendingFrame {
    /// True for the frame that ends the source's chain (see `CommitLog.appendPart`). Its batches, which may be none,
    /// are the last ones; its checkpoint, definitions and changes of prepared transactions hold after all of them.
    public var endsChain: Bool {
        get { storage.endsChain }
        nonmutating set { storage.endsChain = newValue }
    }
}
