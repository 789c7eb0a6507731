import MySQLSource

/// What one observation alone says of the cause. The order of the questions matters: what waits in our own threads is
/// not the server's fault, and a server that cannot be reached says nothing of its slowness.
enum StageCause {
    /// Time that something may wait in our own threads.
    static let ownMicroseconds: Int64 = 500_000
    /// Time from commit to received that is usual; MariaDB's commit times are right to a second only.
    static let upstreamMicroseconds: Int64 = 700_000
    /// Silence after which it is asked why.
    static let silenceMicroseconds: Int64 = 1_000_000
    /// Time that an answer may take: with traffic lost, and with nothing else known.
    static let unacknowledgedMicroseconds: Int64 = 1_000_000
    static let unansweredMicroseconds: Int64 = 1_500_000
    /// Time without a transaction after which silence is usual.
    static let idleMicroseconds: Int64 = 10_000_000
    /// Silence after which an unanswered question means that the server hangs.
    static let hangingMicroseconds: Int64 = 3_000_000
    /// A question's round trip that is usual, and the way back.
    static let roundTripMicroseconds: Int64 = 500_000
    static let backwardMicroseconds: Int64 = 200_000
    /// How old an answer may be to say something of now.
    static let answerMicroseconds: Int64 = 3_000_000
    /// Time in which the queue should have reached the end that the server has told.
    static let reachMicroseconds: Int64 = 700_000

    /// - Returns: nil when nothing is late.
    static func of(_ observation: StageObservation) -> StageVerdict? {
        if let own = own(observation) { return own }
        switch observation.state {
        case .stopped: return nil
        case .connecting, .retrying: return unconnected(observation)
        case .streaming: return upstream(observation)
        }
    }

    /// Whether it is worth asking the server often.
    static func isUrgent(_ o: StageObservation) -> Bool {
        switch o.state {
        case .stopped: return false
        case .connecting, .retrying: return true
        case .streaming: break
        }
        if let asked = o.report.askedAt, o.now - asked > 400_000 { return true }
        if o.upstreamDelay ?? 0 >= upstreamMicroseconds { return true }
        if isBehind(o) { return true }
        guard let silence = o.silence, silence >= silenceMicroseconds else { return false }
        // An answer since then has said that all is well; an idle source is asked only when a heartbeat is missing.
        let isAnswered = (o.report.answer?.at ?? 0) > o.now - silence
        return !isAnswered && o.idle < idleMicroseconds
            || silence >= o.heartbeatMicroseconds + silenceMicroseconds
    }

    // MARK: - Our own threads

    private static func own(_ o: StageObservation) -> StageVerdict? {
        if let age = o.appendAge, age >= ownMicroseconds { return log(o, age) }
        if let age = o.decodeAge, age >= ownMicroseconds {
            return o.shares.compressorIsHeldBack >= 0.5 ? log(o, age) : decode(o, age)
        }
        return nil
    }

    private static func log(_ o: StageObservation, _ age: Int64) -> StageVerdict {
        if o.isDiskFull { return StageVerdict(.append, "records wait for space on the disk for \(seconds(age))") }
        if o.shares.writerSyncs >= 0.4 {
            let share = "fdatasync took \(percent(o.shares.writerSyncs)) of the last second"
            return StageVerdict(.fsync, "the oldest frame waits for \(seconds(age)); \(share)")
        }
        if o.shares.writerWrites < 0.3, o.shares.compressorIsHeldBack < 0.3 { return decode(o, age) }
        let share = "writing took \(percent(o.shares.writerWrites)) of the last second"
        return StageVerdict(.append, "the oldest frame waits for \(seconds(age)); \(share)")
    }

    private static func decode(_ o: StageObservation, _ age: Int64) -> StageVerdict {
        StageVerdict(.decode, "what was received waits for \(seconds(age)) to be decoded and compressed")
    }

    // MARK: - Without a connection

    private static func unconnected(_ o: StageObservation) -> StageVerdict? {
        switch o.report.reach {
        case .refused: return StageVerdict(.source, "nothing listens at the server's port: connection refused")
        case .unreachable(let why): return StageVerdict(.network, "the server cannot be reached: \(why)")
        case .unknownHost: return StageVerdict(.network, "the server's name means no address")
        case .reached, nil: break
        }
        if let asked = o.report.askedAt, o.now - asked >= unacknowledgedMicroseconds {
            let text = "no answer for \(seconds(o.now - asked))"
            if o.socket?.isUnacknowledged ?? false {
                return StageVerdict(.network, "\(text), and what was sent is not acknowledged")
            }
            if o.now - asked >= unansweredMicroseconds { return StageVerdict(.source, "\(text) from the server") }
            return nil
        }
        // The port answers, but the source does not get as far as streaming.
        guard o.stateAge >= unansweredMicroseconds, let problem = o.problem else { return nil }
        return StageVerdict(.source, problem)
    }

    // MARK: - While streaming

    private static func upstream(_ o: StageObservation) -> StageVerdict? {
        let silence = o.silence ?? 0
        let isSilent = silence >= silenceMicroseconds
        if isSilent {
            switch o.report.reach {
            case .refused: return StageVerdict(.source, "nothing listens at the server's port: connection refused")
            case .unreachable(let why): return StageVerdict(.network, "the server cannot be reached: \(why)")
            default: break
            }
        }
        if let asked = o.report.askedAt {
            let wait = o.now - asked
            if let verdict = unanswered(o, wait, silence) { return verdict }
        }
        if let slow = o.report.slowestAnswer(since: o.now - answerMicroseconds), isLong(slow.roundTrip, o) {
            let text = "\(seconds(slow.forward)) there, \(seconds(slow.backward)) back"
            return slow.backward >= backwardMicroseconds
                ? StageVerdict(.network, "a question to the server is late on its way: \(text)")
                : StageVerdict(.source, "the server takes long to answer: \(text)")
        }
        // What an answer of before said of the server's end is no longer known.
        if let asked = o.report.askedAt, o.now - asked >= roundTripMicroseconds { return nil }
        guard let answer = o.report.answer, o.now - answer.at <= answerMicroseconds else { return nil }
        return behind(o)
    }

    /// An answer that took a little long matters only when changes come late too.
    private static func isLong(_ roundTrip: Int64, _ o: StageObservation) -> Bool {
        roundTrip >= 2 * roundTripMicroseconds
            || roundTrip >= roundTripMicroseconds && o.upstreamDelay ?? 0 >= upstreamMicroseconds
    }

    private static func unanswered(_ o: StageObservation, _ wait: Int64, _ silence: Int64) -> StageVerdict? {
        let text = "no answer for \(seconds(wait))"
        if wait >= unacknowledgedMicroseconds, silence >= unacknowledgedMicroseconds,
            o.socket?.isUnacknowledged ?? false
        {
            return StageVerdict(.network, "\(text), and what was sent is not acknowledged")
        }
        guard wait >= unansweredMicroseconds else { return nil }
        if silence >= hangingMicroseconds {
            return StageVerdict(.source, "\(text), though the server's machine acknowledges what is sent")
        }
        if silence < silenceMicroseconds, let delay = o.upstreamDelay, delay >= upstreamMicroseconds / 2 {
            return StageVerdict(.network, "changes arrive \(seconds(delay)) after their commit, and \(text)")
        }
        return nil
    }

    private static func isBehind(_ o: StageObservation) -> Bool {
        o.bytesBehindAge >= reachMicroseconds && o.bytesBehind ?? 0 > 0
    }

    /// The server answers well, and has told of an end that the queue should have reached by now.
    private static func behind(_ o: StageObservation) -> StageVerdict? {
        guard isBehind(o), let bytes = o.bytesBehind else { return nil }
        if o.shares.readerIsHeldBack >= 0.5 || o.shares.readerWaits < 0.2 {
            // It is being caught up, as fast as the slowest of our threads can.
            if o.shares.compressorIsHeldBack >= 0.4 {
                let stage: SourceStage = o.shares.writerSyncs >= o.shares.writerWrites ? .fsync : .append
                return StageVerdict(stage, "catching up, \(bytes) bytes to go; the log is the limit")
            }
            return StageVerdict(.decode, "catching up, \(bytes) bytes to go; decoding is the limit")
        }
        switch o.report.dumpThread {
        case .missing: return StageVerdict(.source, "the server has \(bytes) bytes more and no thread that sends them")
        case .isSending, .hasSentAll, nil:
            return StageVerdict(.network, "\(bytes) bytes are under way: the server answers, but they arrive slowly")
        }
    }

    // MARK: - Figures

    private static func seconds(_ microseconds: Int64) -> String {
        let tenths = max(0, microseconds) / 100_000
        return "\(tenths / 10).\(tenths % 10) s"
    }

    private static func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }
}
