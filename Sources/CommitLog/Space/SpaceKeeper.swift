import Threads

/// Gives space back: retention, the deletion of segments, relocation and scrub. A duty of the log's keeper; nothing that
/// fails here stops the log, it is tried again.
struct SpaceKeeper {
    let shared: LogShared

    private var work: SpaceWork { shared.space }

    /// One turn in the background.
    func tick() {
        work.state.withLock { state in
            do throws(CommitLogError) {
                let monotonic = shared.environment.monotonicNow()
                let isDue = state.lastPass.map { monotonic - $0 >= interval(state) } ?? true
                if work.takeRequest() || isDue {
                    state.lastPass = monotonic
                    let now = advanceClock(&state, monotonic: monotonic)
                    try pass(&state, now: now, copying: 0)
                    try rollIfQuiet(&state, now: now, monotonic: monotonic)
                }
                let budget = shared.configuration.relocationBytesPerSecond / 1000 * shared.keeper.tickMilliseconds
                if state.relocation != nil { try relocate(&state, budget: max(budget, 1)) }
            } catch {
                // A log that is closing or has stopped says so elsewhere.
                guard error.code != .closed, error.code != .busy, shared.queue.failure == nil else { return }
                work.notices.add(
                    LogNotice(.spaceFailed, "no space was given back: \(error.what)", remedy: error.remedy)
                )
            }
            scrub(&state)
        }
    }

    /// A pass reads the tables of all segments: it takes at most a twentieth of the time.
    private func interval(_ state: SpaceWork.State) -> Int64 {
        max(Int64(shared.configuration.spaceIntervalMilliseconds) * 1000, state.lastPassMicroseconds * 20)
    }

    /// Retention as of a time, then everything that it makes possible, to the end.
    func apply(now: Int64) throws(CommitLogError) {
        try work.state.withLock { (state) throws(CommitLogError) in
            try pass(&state, now: now, copying: .max)
        }
    }

    private func pass(_ state: inout SpaceWork.State, now: Int64, copying budget: Int) throws(CommitLogError) {
        let begin = shared.environment.monotonicNow()
        defer { state.lastPassMicroseconds = max(0, shared.environment.monotonicNow() - begin) }
        if state.isOldestMissing { try recordMissing(&state) }
        while true {
            let tables = IndexedTables(shared)
            let decision = try policy(tables, now: now).decide(tables)
            work.partitionBytes.withLock { $0 = decision.partitionBytes }
            if !decision.starts.isEmpty {
                var body = SpaceBody()
                body.starts = decision.starts.sorted { $0.key < $1.key }
                    .map { (partition: $0.key, logStartOffset: $0.value) }
                try append(body)
            }
            announce(decision, &state)
            var dead: [Segment] = []
            for (index, segment) in tables.segments.enumerated() where decision.liveBytes[index] == 0 {
                if try isDead(index, tables) { dead.append(segment) }
            }
            try delete(dead)
            if let relocation = state.relocation, dead.contains(where: { $0 === relocation.segment }) {
                state.relocation = nil
            }
            if state.relocation == nil { try beginRelocation(&state, tables, decision, now: now) }
            guard budget > 0, state.relocation != nil else { return }
            try relocate(&state, budget: budget)
        }
    }

    /// The first offsets that recovery found are put on record.
    private func recordMissing(_ state: inout SpaceWork.State) throws(CommitLogError) {
        var body = SpaceBody()
        let (first, partitions) = shared.state.withLock { ($0.space.firstPosition, $0.partitions) }
        body.deleted = first > 0 ? [0..<first] : []
        body.starts = partitions.compactMap { partition in
            let start = partition.index.withLock { $0.logStartOffset }
            return start > 0 ? (partition.id, start) : nil
        }
        try append(body)
        state.isOldestMissing = false
    }

    /// Appends a frame without records and waits until it is durable and in force.
    func append(_ body: SpaceBody, beginningSegment: Bool = false) throws(CommitLogError) {
        let frame = shared.pool.take()
        frame.kind = .space
        frame.beginsSegment = beginningSegment
        body.write(into: &frame.checkpoint)
        try append(frame)
    }

    func append(_ frame: FrameStorage) throws(CommitLogError) {
        let answer = ConditionLock<Result<Void, CommitLogError>?>(nil)
        frame.completion = { result in
            answer.withLock { $0 = result }
            answer.signal()
        }
        try shared.queue.appendControl(frame)
        if let pump = work.pump.withLock({ $0 }) {
            while answer.withLock({ $0 == nil }), pump() {}
            guard let result = answer.withLock({ $0 }) else {
                throw CommitLogError(.closed, "the log's writer stands still", remedy: "let it take its turn")
            }
            return try result.get()
        }
        try answer.whenReady({ $0 != nil }) { $0 }?.get()
    }

    private func advanceClock(_ state: inout SpaceWork.State, monotonic: Int64) -> Int64 {
        let wall = shared.environment.now()
        var clock =
            state.clock ?? RetentionClock(lastAppend: state.lastAppendTime, wall: wall, monotonic: monotonic)
        let shortest = shortestMilliseconds.multipliedReportingOverflow(by: 1000)
        let (now, event) = clock.advance(
            wall: wall,
            monotonic: monotonic,
            shortestMicroseconds: shortest.overflow ? .max : shortest.partialValue
        )
        let isFirst = state.clock == nil
        state.clock = clock
        // After a start a difference is the time in which the log was closed: nothing to be alarmed at.
        if let event, !isFirst, let notice = event.notice { work.notices.add(notice) }
        return now
    }
}

extension RetentionClock.Event {
    fileprivate var notice: LogNotice? {
        func text(_ microseconds: Int64) -> String { "\(microseconds / 1_000_000) s" }
        switch self {
        case .ahead(let by, let countsAfter):
            return LogNotice(
                .clockStepped,
                "the clock went ahead by \(text(by)); retention believes it after \(text(countsAfter))",
                remedy: "set the clock right before then if it is wrong: records that look old will be deleted"
            )
        case .back(let by):
            return LogNotice(.clockStepped, "the clock went back by \(text(by)); records are kept longer by that")
        case .accepted: return nil
        }
    }
}
