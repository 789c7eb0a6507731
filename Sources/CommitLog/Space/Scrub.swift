/// The reading of sealed segments in the background.
struct Scrub {
    var walk: (segment: Segment, end: UInt64, walk: LogWalk)?
    /// Monotonic µs of the last turn, and of the beginning of this round.
    var lastTurn: Int64?
    var roundBegin: Int64?
    /// Places that were told of already.
    var damaged: Set<UInt64> = []

    static let damagedMax = 10_000
    /// A round begins at most this often: a small log is not read all day long.
    static let roundMicrosecondsMin: Int64 = 86_400_000_000
    static let turnMicrosecondsMax: Int64 = 2_000_000
}

extension SpaceKeeper {
    /// Reads on for as many bytes as the time since the last turn allows.
    func scrub(_ state: inout SpaceWork.State) {
        let rate = Int64(shared.configuration.scrubBytesPerSecond)
        guard rate > 0 else { return }
        let monotonic = shared.environment.monotonicNow()
        let elapsed = min(monotonic - (state.scrub.lastTurn ?? monotonic), Scrub.turnMicrosecondsMax)
        state.scrub.lastTurn = monotonic
        scrub(&state, budget: rate * elapsed / 1_000_000, monotonic: monotonic)
    }

    /// Reads all sealed segments from the beginning, for tests.
    func scrubAll() {
        shared.space.state.withLock { state in
            state.scrub.walk = nil
            state.scrub.roundBegin = nil
            shared.state.withLock { $0.space.scrubPosition = 0 }
            let rounds = shared.space.statistics.withLock { $0.scrubRounds }
            while shared.space.statistics.withLock({ $0.scrubRounds }) == rounds {
                scrub(&state, budget: 1 << 20, monotonic: shared.environment.monotonicNow())
            }
        }
    }

    private func scrub(_ state: inout SpaceWork.State, budget: Int64, monotonic: Int64) {
        var left = budget
        while left > 0, !shared.keeper.isStopping {
            if state.scrub.walk == nil {
                if let begin = state.scrub.roundBegin, monotonic - begin < Scrub.roundMicrosecondsMin,
                    shared.state.withLock({ $0.space.scrubPosition == 0 })
                {
                    return
                }
                guard beginSegment(&state.scrub, monotonic) else { return }
            }
            guard let (segment, end, walk) = state.scrub.walk else { return }
            let position = max(walk.nextPosition, segment.start)
            var isAtEnd = false
            do throws(CommitLogError) {
                switch try walk.next() {
                case nil: isAtEnd = true
                case .damage(let damage)?: report(damage.range.lowerBound, "\(damage.why)", segment, &state.scrub)
                case .frame?: break
                }
            } catch {
                // Deleted, or the disk cannot read it.
                if shared.segments.withLock({ $0.contains { $0 === segment } }) {
                    report(error.position ?? position, error.what, segment, &state.scrub)
                }
                isAtEnd = true
            }
            let bytes = walk.nextPosition > position ? Int64(walk.nextPosition - position) : 0
            left -= max(bytes, 64)
            shared.space.statistics.withLock { $0.scrubbedBytes += UInt64(bytes) }
            if isAtEnd {
                shared.state.withLock { $0.space.scrubPosition = end }
                state.scrub.walk = nil
            }
        }
    }

    /// - Returns: false if there is nothing more to read in this round.
    private func beginSegment(_ scrub: inout Scrub, _ monotonic: Int64) -> Bool {
        let position = shared.state.withLock { $0.space.scrubPosition }
        if position == 0 || scrub.roundBegin == nil { scrub.roundBegin = monotonic }
        let sealed = shared.segments.withLock { $0 }.prefix { $0.end != nil }
        guard let segment = sealed.first(where: { $0.start >= position }), let end = segment.end else {
            shared.state.withLock { $0.space.scrubPosition = 0 }
            shared.space.statistics.withLock { $0.scrubRounds += 1 }
            return false
        }
        let walk = LogWalk(sealed: segment, end: end, uuid: shared.uuid, from: segment.start)
        scrub.walk = (segment, end, walk)
        return true
    }

    private func report(_ position: UInt64, _ why: String, _ segment: Segment, _ scrub: inout Scrub) {
        guard scrub.damaged.count < Scrub.damagedMax, scrub.damaged.insert(position).inserted else { return }
        shared.space.statistics.withLock { $0.damagedFrames += 1 }
        shared.space.notices.add(
            LogNotice(
                .damage,
                "the sealed segment \(segment.path) is damaged at log position \(position): \(why)",
                remedy: "restore the file from a copy while leat is stopped; `leat log check` tells what is affected",
                position: position
            )
        )
    }
}
