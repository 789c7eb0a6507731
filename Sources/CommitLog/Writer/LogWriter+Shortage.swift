// A full disk is no end. Frames of records wait in their order, and their senders with them; offsets, topics, sources
// and the deletion of segments go ahead of them, into what the segment can take and then into the reserve. Space is
// looked for every second, and at once when somebody says that some was freed: first the reserve is made anew, then
// what waits is written. A failed fdatasync is another matter: the log ends there.

extension LogWriter {
    var isDiskFull: Bool { shortage.error != nil }

    /// Writes frames in their order as far as there is space.
    /// - Parameter rest: afterwards those that were not written.
    /// - Returns: the shortage that it met, if it met one.
    func writeWhatFits(_ rest: inout ArraySlice<FrameStorage>) throws(CommitLogError) -> CommitLogError? {
        while true {
            do throws(CommitLogError) {
                try write(&rest)
                if !isDiskFull { resumeFilling() }
                return nil
            } catch {
                guard error.isShortage else { throw error }
                let hasGivenBack = pauseFilling()
                try cutTailIfPossible()
                if !hasGivenBack { return error }
            }
        }
    }

    /// From now on frames of records wait.
    func beginShortage(_ error: CommitLogError) {
        shortage.retryAt = nextRetry
        let isNew = !isDiskFull
        shortage.error = error
        shared.shortage.withLock { $0 = error }
        guard isNew else { return }
        pauseFilling()
        shared.queue.setFull(true)
        // Perhaps records are old enough to make room.
        shared.space.request()
        shared.statistics.withLock { $0.diskFullTimes += 1 }
    }

    private var nextRetry: Int64 {
        shared.environment.monotonicNow() + Int64(shared.configuration.diskFullRetryMilliseconds) * 1000
    }

    /// Looks whether there is space again, and writes what waited.
    func retry() throws(CommitLogError) {
        shortage.retryAt = nextRetry
        guard provideReserve() else { return }
        // If it was no frame of records that met the full disk, the next ones show whether there is space.
        if shortage.held.isEmpty { shortage.held = shared.queue.takeGroupNow() }
        var rest = shortage.held[...]
        if let error = try writeWhatFits(&rest) {
            let written = shortage.held[..<rest.startIndex]
            shortage.held = Array(rest)
            release(written)
            return beginShortage(error)
        }
        release(shortage.held[...])
        shortage.held = []
        if let error = try markMeetingShortage() { return beginShortage(error) }
        shortage.error = nil
        shared.shortage.withLock { $0 = nil }
        resumeFilling()
        if shared.queue.setFull(false) { shared.idle.wakeAll() }
    }

    private func markMeetingShortage() throws(CommitLogError) -> CommitLogError? {
        do throws(CommitLogError) {
            if unsyncedSince != nil { try sync() }
            try writeMark()
            return nil
        } catch {
            guard error.isShortage else { throw error }
            try cutTailIfPossible()
            return error
        }
    }

    /// Writes frames that somebody waits for while records wait for space, or refuses them.
    func writeAhead(_ frames: [FrameStorage]) throws(CommitLogError) {
        let urgent = frames.filter { $0.canUseReserve }
        do throws(CommitLogError) {
            if let refusal = try writeAheadIfThereIsSpace(urgent[...]) ?? shortage.error {
                // What was written has been answered.
                for frame in frames { frame.complete(.failure(refusal)) }
            }
        } catch {
            for frame in frames { frame.complete(.failure(error)) }
            throw error
        }
        release(frames[...])
    }

    private func writeAheadIfThereIsSpace(
        _ frames: ArraySlice<FrameStorage>
    ) throws(CommitLogError) -> CommitLogError? {
        guard !frames.isEmpty else { return nil }
        do throws(CommitLogError) {
            try writeRun(frames)
            return nil
        } catch {
            guard error.isShortage else { throw error }
            try cutTailIfPossible()
            guard reserve.isThere, !hasUncutTail else { return error }
        }
        do throws(CommitLogError) {
            try roll(intoReserve: true)
            try writeRun(frames)
            return nil
        } catch {
            guard error.isShortage else { throw error }
            try cutTailIfPossible()
            return error
        }
    }

    /// Frames have been written, or refused: room for others.
    /// - Returns: true if the writer has nothing to do now.
    @discardableResult
    func release(_ frames: ArraySlice<FrameStorage>) -> Bool {
        var dataBytes = 0
        var controlBytes = 0
        var producedBytes = 0
        for frame in frames {
            switch frame.kind {
            case .produced: producedBytes += frame.queuedBytes
            case let kind where kind.mustBeDurable: controlBytes += frame.frameLength
            default: dataBytes += frame.frameLength
            }
            shared.pool.giveBack(frame)
        }
        return shared.queue.finished(
            dataBytes: dataBytes,
            controlBytes: controlBytes,
            producedBytes: producedBytes
        )
    }

    /// The log is being closed and there is still no space: what waits is not written. Sources read it again.
    func giveUpWaiting() -> CommitLogError {
        CommitLogError(
            .diskFull,
            "the queue was closed while its disk was full; what waited was not written",
            remedy: "free space on that file system; sources read the rest again at the next start",
            position: position,
            errno: shortage.error?.errno
        )
    }
}
