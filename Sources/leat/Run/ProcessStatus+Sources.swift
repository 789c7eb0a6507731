import Bridge
import Web

extension ProcessStatus {
    func sources(_ positions: [SourcePosition], _ sample: StatusSample, now: Int64) -> [SourceStatus] {
        bridges.enumerated().map { index, bridge in
            let status = bridge.status
            var source = SourceStatus(
                name: status.name,
                state: status.state.rawValue,
                server: status.server.isEmpty ? nil : status.server,
                position: positions.first { $0.source == status.name }?.position,
                rows: Int64(clamping: status.rows),
                transactions: Int64(clamping: status.transactions),
                bytes: Int64(clamping: status.binlogBytes),
                lastCommitMilliseconds: status.lastCommitMicroseconds.map { $0 / 1000 },
                lagSeconds: status.lagSeconds(now: now),
                reconnects: Int64(clamping: status.reconnects),
                checksumFailures: bridge.readings.checksumFailures,
                notices: status.notices.counts,
                error: status.problem?.what,
                remedy: status.problem?.remedy
            )
            source.take(sampler.monitors[index].insight)
            if index < sample.rowsPerSecond.count {
                source.rowsPerSecond = sample.rowsPerSecond[index]
                source.bytesPerSecond = sample.bytesPerSecond[index]
            }
            return source
        }
    }
}

extension SourceStatus {
    fileprivate mutating func take(_ insight: SourceInsight) {
        lagBytes = insight.lagBytes
        stage = insight.verdict?.stage.rawValue
        stageText = insight.verdict?.text
        clockOffsetSeconds = insight.clockOffsetMicroseconds.map { Double($0) / 1_000_000 }
        switch insight.runway {
        case .seconds(let seconds, let why): (runwaySeconds, runwayText) = (seconds, why)
        case .unlimited: runwayText = "unlimited"
        case .unknown: break
        }
    }
}

extension LeatStatus {
    /// Names the one stage to look at first: of the sources that are late the one that is most, else the consumer group
    /// that falls behind.
    mutating func nameStage(consumer: ConsumerJudge.Verdict?) {
        let late = sources.filter { $0.stage != nil }
        if let source = late.max(by: { ($0.lagSeconds ?? 0) < ($1.lagSeconds ?? 0) }) {
            (stage, stageSubject, stageText) = (source.stage, source.name, source.stageText)
        } else if let consumer {
            (stage, stageSubject, stageText) = ("consumer", consumer.group, consumer.text)
        }
    }
}
