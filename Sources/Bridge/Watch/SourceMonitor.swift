import Binlog
import CommitLog
import MySQLSource
import Synchronization

/// Finds out how late a source is and why. The sampler of the process calls `look` some times a second; the questions
/// to the server are asked on a thread of their own.
public final class SourceMonitor: Sendable {
    private let bridge: SourceBridge
    private let watch: SourceWatch
    private let state = Mutex(State())

    private struct State {
        var looks = ActivityLooks()
        var judge = StageJudge()
        var insight = SourceInsight()
        var isStreaming: Bool?
        var streamingSince: Int64 = 0
        /// The oldest end of the server's binlog that was told and that reading has not come to.
        var awaited: (end: BinlogPosition, at: Int64)?
        var judgedAt: Int64 = 0
        var upstream: (count: Int64, at: Int64) = (0, 0)
    }

    private static let judgeMicroseconds: Int64 = 250_000
    /// How long the delay of the last frame says something of now.
    private static let upstreamMicroseconds: Int64 = 2_000_000

    public init(_ bridge: SourceBridge) {
        self.bridge = bridge
        watch = SourceWatch(
            bridge.options.source, dumpThread: { bridge.control.withLock { $0.connection }?.thread },
            position: { bridge.status.appendedPlace })
    }

    /// Begins to ask the server. Call it once; `stop` ends it.
    public func start() { watch.start() }

    public func stop() { watch.stop() }

    public var insight: SourceInsight { state.withLock { $0.insight } }

    /// Looks at what the threads do, and some times a second at everything else. Call it about twenty times a second,
    /// from one thread.
    public func look(log: CommitLog) {
        state.withLock { $0.looks.add(bridge.meter, writer: log.writerActivity) }
        let now = EventDecoder.nowMicroseconds()
        guard state.withLock({ abs(now - $0.judgedAt) >= Self.judgeMicroseconds }) else { return }
        let report = watch.report
        let isLate = state.withLock { state in
            state.judgedAt = now
            let observation = observe(&state, report, log, now)
            state.judge.take(observation)
            state.insight.verdict = state.judge.verdict
            state.insight.readings = bridge.meter.readings
            take(report, observation, &state, now)
            return StageCause.isUrgent(observation) || [.source, .network].contains(state.judge.verdict?.stage)
        }
        bridge.meter.clockOffset.store(report.clockOffset ?? 0, ordering: .relaxed)
        watch.setUrgent(isLate)
    }

    private func observe(
        _ state: inout State, _ report: WatchReport, _ log: CommitLog, _ now: Int64
    ) -> StageObservation {
        let (meter, status) = (bridge.meter, bridge.status)
        let isStreaming = status.state == .streaming
        if state.isStreaming != isStreaming { (state.isStreaming, state.streamingSince) = (isStreaming, now) }
        var observation = StageObservation(now: now, state: status.state, report: report)
        observation.problem = status.problem?.what
        observation.stateAge = now - state.streamingSince
        let received = meter.lastReceived.load(ordering: .relaxed)
        observation.silence = received > 0 ? now - received : nil
        let readings = meter.readings
        if readings.network.count != state.upstream.count { state.upstream = (readings.network.count, now) }
        observation.idle = now - state.upstream.at
        if observation.idle <= Self.upstreamMicroseconds {
            observation.upstreamDelay = readings.lastUpstreamMicroseconds
        }
        let fill = bridge.control.withLock { $0.queue }?.fill
        let decoding = meter.decoding.load(ordering: .relaxed)
        let oldest = [fill?.oldestMicroseconds, decoding > 0 ? decoding : nil].compactMap { $0 }.min()
        observation.decodeAge = status.state == .streaming ? oldest.map { now - $0 } : nil
        observation.appendAge = meter.oldestHandedOver.map { now - $0 }
        observation.isDiskFull = log.diskShortage != nil
        observation.shares = state.looks.shares
        observation.heartbeatMicroseconds = Int64(bridge.options.source.heartbeatMilliseconds) * 1000
        observation.socket = watch.socketState
        awaitEnd(report, status, &state)
        if let awaited = state.awaited {
            observation.bytesBehind = report.bytesBehind(status.decodedPlace)
            observation.bytesBehindAge = now - awaited.at
        }
        return observation
    }

    /// Remembers the oldest end that reading has not come to.
    private func awaitEnd(_ report: WatchReport, _ status: SourceBridgeStatus, _ state: inout State) {
        if let awaited = state.awaited, status.decodedPlace.hasReached(awaited.end) { state.awaited = nil }
        if state.awaited == nil, let end = report.serverEnd, !status.decodedPlace.hasReached(end) {
            state.awaited = (end, report.serverEndAt)
        }
    }

    private func take(_ report: WatchReport, _ observation: StageObservation, _ state: inout State, _ now: Int64) {
        let status = bridge.status
        let isPassingThrough = observation.appendAge != nil || observation.decodeAge != nil
        let place = isPassingThrough || status.state != .streaming ? status.appendedPlace : status.decodedPlace
        state.insight.lagBytes = report.bytesBehind(place).map { max(0, $0) }
        state.insight.clockOffsetMicroseconds = report.clockOffset
        state.insight.runway = Runway(
            report, at: status.appendedPlace, commitMicroseconds: status.lastCommitMicroseconds,
            now: now + (report.clockOffset ?? 0))
    }
}

extension BinlogPosition {
    /// Whether a reader at this place has read everything before another one. Files of one server are numbered, with
    /// as many digits each, until the number needs one more.
    fileprivate func hasReached(_ other: BinlogPosition) -> Bool {
        if file == other.file { return position >= other.position }
        return (file.utf8.count, file) > (other.file.utf8.count, other.file)
    }
}

extension SourceBridgeStatus {
    /// The place after the last transaction that was handed to the log.
    var appendedPlace: BinlogPosition { BinlogPosition(file: file, position: filePosition) }
    /// The place of the next event.
    var decodedPlace: BinlogPosition { decoded ?? appendedPlace }
}
