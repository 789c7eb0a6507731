extension LogWriter {
    /// Goes on where recovery ended. Each open puts its own log epoch on record before anything else. On a full disk
    /// that goes into the reserve; the log is open then, and records wait.
    /// - Throws: `diskFull` if there is no reserve either, or the disk's error.
    func begin(_ recovered: RecoveredLog, fileLength: Int) throws(CommitLogError) {
        do throws(CommitLogError) {
            try recovered.segments.isEmpty ? beginNew() : goOn(recovered, fileLength: fileLength)
        } catch {
            guard error.isShortage else { throw error }
            throw CommitLogError(
                .diskFull,
                error.what,
                remedy: "free space on that file system, then start again",
                position: error.position,
                errno: error.errno
            )
        }
        if !provideReserve(), !isDiskFull {
            // Not a full disk but a failing one.
            if let failure = reserve.failure { throw failure.asLogError(position: position) }
            let what = "no space for the file `reserve`, which keeps offsets going on a full disk"
            let remedy = "free space on that file system: the queue goes on by itself"
            beginShortage(CommitLogError(.diskFull, what, remedy: remedy, position: position, isRetriable: true))
        }
        shared.statistics.withLock { $0.endPosition = position }
        shared.visibleEnd.store(position, ordering: .releasing)
    }

    private func beginNew() throws(CommitLogError) {
        let (first, _) = try createSegment(from: .new)
        filler?.begin(path: first.path, filledEnd: first.offset(of: position))
        shared.segments.withLock { $0 = [first] }
        try putOnRecord()
    }

    private func goOn(_ recovered: RecoveredLog, fileLength: Int) throws(CommitLogError) {
        do throws(FileSystemError) { segment.hold(try segment.file) } catch {
            throw error.asLogError(position: segment.start)
        }
        filler?.begin(path: segment.path, filledEnd: fileLength)
        reserve.find()
        if recovered.beginsLeaderEpoch {
            for partition in assigned { partition.partition.index.withLock { $0.beginEpoch() } }
            assigned.removeAll()
            refreshPartitions()
        }
        do throws(CommitLogError) {
            let isAborting = chain != nil
            // Its source sends everything again.
            try abortOpenChain()
            if recovered.beginsLeaderEpoch {
                try writeState()
            } else if !isAborting {
                control.reset()
                control.kind = .mark
                _ = try writeFrames([control])
            }
            try sync()
            try putOnRecord()
        } catch {
            guard error.isShortage, reserve.isThere else { throw error }
            beginShortage(error)
            // Its STATE says what the frame would have said.
            try roll(intoReserve: true)
            if chain != nil {
                try abortOpenChain()
                try sync()
            }
            try putOnRecord()
        }
    }

    private func putOnRecord() throws(CommitLogError) {
        recordedSequence = 0
        try writeMark()
    }
}
