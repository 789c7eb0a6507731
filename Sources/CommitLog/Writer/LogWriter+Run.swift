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
        while turn(shared.queue.next(deadlineMicroseconds: syncDeadline)) != .ended {}
    }

    /// One turn of the loop, for a caller that drives the log from its own thread. Never waits for anything but the
    /// disk.
    func step() -> Turn {
        if let work = shared.queue.poll() { return turn(work) }
        guard let syncDeadline, shared.environment.monotonicNow() >= syncDeadline else { return .idle }
        return turn(.timeout)
    }

    private func turn(_ work: WriterQueue.Work) -> Turn {
        do throws(CommitLogError) {
            switch work {
            case .write(let group): try writeGroup(group)
            case .timeout: try syncLate()
            case .stop:
                if shared.queue.failure == nil { try writeEnd() }
                return .ended
            }
            return .worked
        } catch {
            fail(error)
            return .ended
        }
    }

    /// When the next fdatasync is due in durability `interval`.
    private var syncDeadline: Int64? {
        guard case .interval(let milliseconds) = shared.configuration.durability, let unsyncedSince else { return nil }
        return unsyncedSince + Int64(milliseconds) * 1000
    }

    private func writeGroup(_ group: [FrameStorage]) throws(CommitLogError) {
        var dataBytes = 0
        var controlBytes = 0
        for frame in group {
            if frame.kind.mustBeDurable { controlBytes += frame.frameLength } else { dataBytes += frame.frameLength }
        }
        do throws(CommitLogError) {
            try write(group)
        } catch {
            // Some of the group may have been answered already; a completion is called once.
            for frame in group { frame.complete(.failure(error)) }
            throw error
        }
        for frame in group { shared.pool.giveBack(frame) }
        let isIdle = shared.queue.finished(dataBytes: dataBytes, controlBytes: controlBytes)
        if let deadline = syncDeadline, shared.environment.monotonicNow() >= deadline { try syncLate() }
        guard isIdle else { return }
        shared.idle.wakeAll()
        if unsyncedSince == nil { try writeMark() }
    }

    private func syncLate() throws(CommitLogError) {
        guard unsyncedSince != nil else { return }
        try sync()
        if shared.queue.isIdle { try writeMark() }
    }

    private func writeEnd() throws(CommitLogError) {
        if chain != nil {
            try abortOpenChain()
            try sync()
        }
        if unsyncedSince != nil { try sync() }
        try writeMark(flags: .clean)
        try sync()
    }

    /// Nothing more is written: what was visible stays readable, everybody who waits is told.
    private func fail(_ error: CommitLogError) {
        for frame in shared.queue.fail(error) { frame.complete(.failure(error)) }
        shared.watermark.wakeAll()
        shared.idle.wakeAll()
    }
}
