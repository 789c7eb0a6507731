import Bridge
import Bytes
import CommitLog
import KafkaServer
import Synchronization
import Threads
import Web

/// Looks at everything that has a rate once a second, and at what the threads do twenty times a second, on a thread of
/// its own. The HTTP interface tells what was found: no request costs more because there are many partitions.
final class StatusSampler: Sendable {
    private let log: CommitLog
    private let kafka: KafkaServer
    private let bridges: [SourceBridge]
    let monitors: [SourceMonitor]
    private let control = ConditionLock(false)
    private let shared = Mutex((sample: StatusSample(), history: StatusHistory(stepSeconds: historySeconds)))
    private let diskFree = Mutex<Int64?>(nil)
    private let recordsOverHTTP = Atomic<Int64>(0)

    private static let lookMilliseconds = 50
    private static let historySeconds = 5
    /// 16 minutes and 40 seconds.
    private static let historyMax = 200
    /// Groups' places that are followed; those of further groups have no rates.
    static let placesMax = 200_000
    /// The part of a processor that looking at partitions and groups may take; with very many it is done less often.
    private static let shareMax = 0.02

    init(log: CommitLog, kafka: KafkaServer, bridges: [SourceBridge]) {
        self.log = log
        self.kafka = kafka
        self.bridges = bridges
        monitors = bridges.map { SourceMonitor($0) }
    }

    var sample: StatusSample { shared.withLock { $0.sample } }
    var history: StatusHistory { shared.withLock { $0.history } }
    /// Records given to consumers since the process began.
    var recordsOut: Int64 { recordsOverHTTP.load(ordering: .relaxed) + Int64(kafka.statistics.recordsOut) }

    /// Bytes free on the log's file system; nil if it cannot be asked, or hangs from the beginning.
    var diskFreeBytes: Int64? { diskFree.withLock { $0 } }

    func recordsRead(_ count: Int) { recordsOverHTTP.add(Int64(count), ordering: .relaxed) }

    /// Delays of all sources since the process began.
    var commitToVisible: DelayCounts { Self.total(bridges) }

    private static func total(_ bridges: [SourceBridge]) -> DelayCounts {
        bridges.reduce(into: DelayCounts()) { $0.add($1.readings.commitToVisible) }
    }

    func start() {
        for monitor in monitors { monitor.start() }
        _ = DedicatedThread(name: "sampler") { [self] in run() }
        // A file system that hangs must not keep the sampler from saying so.
        _ = DedicatedThread(name: "disk-free") { [self] in
            repeat {
                let bytes = log.statistics.diskFreeBytes.map { Int64(clamping: $0) }
                diskFree.withLock { $0 = bytes }
            } while !control.whenReady(timeoutMilliseconds: 1_000, { $0 }, { $0 })
        }
    }

    func stop() {
        for monitor in monitors { monitor.stop() }
        control.withLock { $0 = true }
        control.signal()
    }

    private func run() {
        var turn = SamplerTurn(placesMax: Self.placesMax)
        var next = ContinuousClock.now
        var nextPoint = next + .seconds(Self.historySeconds)
        while true {
            let isStopping = control.whenReady(timeoutMilliseconds: Self.lookMilliseconds) {
                $0
            } _: {
                $0
            }
            if isStopping { return }
            for monitor in monitors { monitor.look(log: log) }
            let now = ContinuousClock.now
            guard now >= next else { continue }
            let sample = turn.take(log: log, kafka: kafka, bridges: bridges, recordsOut: recordsOut, at: now)
            next = now + max(.seconds(1), .seconds(sample.ownSeconds / Self.shareMax))
            let point = now >= nextPoint ? self.point(&turn, sample) : nil
            if point != nil { nextPoint = now + .seconds(Self.historySeconds) }
            shared.withLock { shared in
                shared.sample = sample
                guard let point else { return }
                if shared.history.points.count == Self.historyMax { shared.history.points.removeFirst() }
                shared.history.points.append(point)
            }
        }
    }

    private func point(_ turn: inout SamplerTurn, _ sample: StatusSample) -> HistoryPoint {
        let now = UTCTime.now
        let delays = turn.delaysSinceLastPoint(commitToVisible)
        var lag: [String: Double] = [:]
        for bridge in bridges { lag[bridge.status.name] = bridge.status.lagSeconds(now: now) }
        return HistoryPoint(
            t: now / 1000, p50: delays.quantile(0.5).map { $0 / 1_000_000 },
            p99: delays.quantile(0.99).map { $0 / 1_000_000 }, rowsIn: sample.rowsPerSecond.reduce(0, +),
            rowsOut: sample.recordsOutPerSecond, lag: lag)
    }
}
