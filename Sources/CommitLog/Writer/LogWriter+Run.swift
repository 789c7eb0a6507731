extension LogWriter {
    /// What became of one turn of the writer's loop.
    enum Turn: Equatable {
        /// A group was written, or what was due was synced.
        case worked
        /// There was nothing to do.
        case idle
        /// The end: the log was closed, or something failed that it cannot go on after.
        case ended
    }

    /// The writer thread's body: groups until the queue is closed, then the end of an orderly close.
    func run() {
        while turn(shared.queue.next(deadlineMicroseconds: deadline)) != .ended {}
    }

    /// One turn of the loop, for a caller that drives the log from its own thread. Never waits for anything but the
    /// disk.
    func step() -> Turn {
        if let work = shared.queue.poll() { return turn(work) }
        guard let deadline, shared.environment.monotonicNow() >= deadline else { return .idle }
        return turn(.timeout)
    }

    private func turn(_ work: WriterQueue.Work) -> Turn {
        shared.activity.store(.writing, ordering: .relaxed)
        defer { shared.activity.store(.idle, ordering: .relaxed) }
        do throws(CommitLogError) {
            switch work {
            case .write(let group): if isDiskFull { try writeAhead(group) } else { try writeGroup(group) }
            case .retry: try retry()
            case .timeout:
                try doWhatIsDue()
                // Nothing comes of trying again at once.
                if isDiskFull { return .idle }
            case .stop: return try end()
            }
            return .worked
        } catch {
            fail(error)
            return .ended
        }
    }

    /// When something is due although no frame comes.
    private var deadline: Int64? {
        guard isDiskFull else { return syncDeadline }
        return min(shortage.retryAt, syncDeadline ?? .max)
    }

    private func doWhatIsDue() throws(CommitLogError) {
        let now = shared.environment.monotonicNow()
        if let syncDeadline, now >= syncDeadline { try syncLate() }
        if isDiskFull, now >= shortage.retryAt { try retry() }
    }

    /// When the next fdatasync is due in durability `interval`.
    private var syncDeadline: Int64? {
        guard case .interval(let milliseconds) = shared.configuration.durability, let unsyncedSince else { return nil }
        return unsyncedSince + Int64(milliseconds) * 1000
    }

    private func writeGroup(_ group: [FrameStorage]) throws(CommitLogError) {
        var rest = group[...]
        let shortageMet: CommitLogError?
        do throws(CommitLogError) {
            shortageMet = try writeWhatFits(&rest)
        } catch {
            // Some of the group may have been answered already; a completion is called once.
            for frame in group { frame.complete(.failure(error)) }
            throw error
        }
        if let shortageMet {
            shortage.held = rest.filter { !$0.kind.mustBeDurable }
            beginShortage(shortageMet)
            release(group[..<rest.startIndex])
            return try writeAhead(rest.filter { $0.kind.mustBeDurable })
        }
        let isIdle = release(group[...])
        if let deadline = syncDeadline, shared.environment.monotonicNow() >= deadline { try syncLate() }
        guard isIdle else { return }
        shared.idle.wakeAll()
        if unsyncedSince == nil { try markIdle() }
    }

    private func syncLate() throws(CommitLogError) {
        guard unsyncedSince != nil else { return }
        try sync()
        if shared.queue.isIdle { try markIdle() }
    }

    private func markIdle() throws(CommitLogError) {
        do throws(CommitLogError) { try writeMark() } catch {
            guard error.isShortage else { throw error }
            try cutTailIfPossible()
            beginShortage(error)
        }
    }

    /// The queue is closed and empty, or waits for a disk that is full, or the log has failed.
    private func end() throws(CommitLogError) -> Turn {
        if let failure = shared.queue.failure {
            drop(failure)
            return .ended
        }
        if isDiskFull {
            try retry()
            guard isDiskFull else { return .worked }
            fail(giveUpWaiting())
        }
        if unsyncedSince != nil { try sync() }
        do throws(CommitLogError) {
            if chain != nil {
                try abortOpenChain()
                try sync()
            }
            try writeMark(flags: .clean)
        } catch {
            // Without this mark the next open takes the log for one that was not closed in order: no harm.
            guard error.isShortage else { throw error }
            try cutTailIfPossible()
        }
        try sync()
        return .ended
    }

    /// Tells those who wait for frames that the writer has taken and will never write.
    private func drop(_ error: CommitLogError) {
        for frame in shortage.held { frame.complete(.failure(error)) }
        shortage.held = []
    }

    /// Nothing more is written: what was visible stays readable, everybody who waits is told.
    private func fail(_ error: CommitLogError) {
        shared.stop(error)
        drop(error)
    }
}
