import Bridge
import CommitLog
import Web

extension ProcessStatus {
    var stageDelays: [StageDelays] {
        var result: [StageDelays] = []
        for bridge in bridges {
            let (name, readings) = (bridge.status.name, bridge.readings)
            result.append(StageDelays(source: name, stage: "network", delays: DelayHistogram(readings.network)))
            result.append(StageDelays(source: name, stage: "decode", delays: DelayHistogram(readings.decode)))
            result.append(StageDelays(source: name, stage: "append", delays: DelayHistogram(readings.append)))
        }
        result.append(StageDelays(stage: "fsync", delays: DelayHistogram(syncsOf: log.counters)))
        return result
    }
}

extension DelayHistogram {
    /// Every bound 1, 2, 5, 10 …; the counts themselves are finer.
    private static let boundsStride = [0, 3, 6]

    init(_ counts: DelayCounts) {
        var bounds: [Double] = []
        var merged: [Int64] = []
        var open: Int64 = 0
        let fine = DelayCounts.boundsMicroseconds
        for (index, count) in counts.counts.enumerated() {
            open += count
            guard index < fine.count, Self.boundsStride.contains(index % 10) else { continue }
            bounds.append(Double(fine[index]) / 1_000_000)
            merged.append(open)
            open = 0
        }
        self.init(
            boundsSeconds: bounds, counts: merged + [open], sumSeconds: Double(counts.sumMicroseconds) / 1_000_000)
    }

    /// The log counts fdatasyncs by powers of two.
    init(syncsOf statistics: CommitLogStatistics) {
        let counts = statistics.syncHistogram.map { Int64(clamping: $0) }
        let bounds = (0..<counts.count - 1).map { Double((1 << $0) - 1) / 1_000_000 }
        // Bucket 0 and those below 64 µs are one: no disk is as quick.
        let first = 6
        self.init(
            boundsSeconds: Array(bounds[first...]),
            counts: [counts[...first].reduce(0, +)] + counts[(first + 1)...],
            sumSeconds: Double(statistics.syncMicrosecondsTotal) / 1_000_000)
    }
}
