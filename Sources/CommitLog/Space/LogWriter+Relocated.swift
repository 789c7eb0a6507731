extension LogWriter {
    /// From now on readers find the copies. The high watermarks stay where they are, and no source has moved.
    func publishRelocated(_ frame: FrameStorage, position: UInt64) throws(CommitLogError) {
        let start = segment.start
        try shared.state.withLock { (state) throws(CommitLogError) in
            try state.applyRelocated(
                body: frame.checkpoint.bytes,
                entries: frame.entries,
                segment: start,
                position: position
            )
        }
    }
}
