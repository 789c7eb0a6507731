extension LogWriter {
    /// Goes on where recovery ended. Each open puts its own log epoch on record before anything else.
    func begin(_ recovered: RecoveredLog, fileLength: Int) throws(CommitLogError) {
        guard !recovered.segments.isEmpty else {
            let (first, _) = try createSegment(hasSpare: false)
            filler?.begin(path: first.path, filledEnd: first.offset(of: position))
            shared.segments.withLock { $0 = [first] }
            try putOnRecord()
            return
        }
        do throws(FileSystemError) { segment.hold(try segment.file) } catch {
            throw error.asLogError(position: segment.start)
        }
        filler?.begin(path: segment.path, filledEnd: fileLength)
        let isAborting = chain != nil
        try abortOpenChain()
        if recovered.beginsLeaderEpoch {
            for partition in assigned { partition.partition.index.withLock { $0.beginEpoch() } }
            assigned.removeAll()
            refreshPartitions()
            try writeState()
        } else if !isAborting {
            control.reset()
            control.kind = .mark
            _ = try writeFrames([control])
        }
        try sync()
        try putOnRecord()
    }

    private func putOnRecord() throws(CommitLogError) {
        recordedSequence = 0
        try writeMark()
        shared.statistics.withLock { $0.endPosition = position }
    }
}
