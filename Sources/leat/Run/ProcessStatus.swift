import Bridge
import Bytes
import CommitLog
import KafkaServer
import LeatConfiguration
import Synchronization
import Views
import Web

/// What the HTTP interface tells of this process.
final class ProcessStatus: StatusProvider {
    private let configuration: LeatConfiguration
    let log: CommitLog
    let bridges: [SourceBridge]
    let sampler: StatusSampler
    let kafka: KafkaServer
    private let views: ViewService
    private let startedMilliseconds = UTCTime.now / 1000
    private let ready = Atomic(false)

    init(
        configuration: LeatConfiguration, log: CommitLog, bridges: [SourceBridge], kafka: KafkaServer,
        sampler: StatusSampler, views: ViewService
    ) {
        self.sampler = sampler
        self.views = views
        self.configuration = configuration
        self.log = log
        self.bridges = bridges
        self.kafka = kafka
    }

    /// Everything serves and the sources have begun.
    func markReady() { ready.store(true, ordering: .releasing) }

    var isReady: Bool { ready.load(ordering: .acquiring) }
    /// A full disk heals without a restart; a log that has stopped does not.
    var isAlive: Bool { log.failure == nil }

    var positions: [SourcePosition] { SourcePosition.all(in: log) }

    func resume(source: String) -> Bool {
        guard let bridge = bridges.first(where: { $0.status.name == source }) else { return false }
        bridge.resume()
        return true
    }

    var history: StatusHistory { sampler.history }

    var tellsPartitions: Bool { configuration.http.partitionMetrics }

    var viewsUp: [String: Bool] {
        Dictionary(views.reports.map { ($0.name, $0.state != .stopped) }) { $0 && $1 }
    }

    func recordsRead(_ count: Int) { sampler.recordsRead(count) }

    var status: LeatStatus {
        let now = UTCTime.now
        let topics = log.topics()
        let sample = sampler.sample
        var status = LeatStatus(
            version: LeatVersion.current,
            startedMilliseconds: startedMilliseconds,
            nowMilliseconds: now / 1000,
            queue: queue,
            sources: sources(positions, sample, now: now),
            topics: topicStatus(topics, sample),
            groups: groups(topics, membersMax: 0)
        )
        status.delay = sample.delay
        status.rowsInPerSecond = sample.rowsPerSecond.reduce(0, +)
        status.recordsOutPerSecond = sample.recordsOutPerSecond
        status.recordsOut = sampler.recordsOut
        status.views = views.statuses
        status.nameStage(consumer: sample.consumer)
        return status
    }

    private var queue: QueueStatus {
        let statistics = log.counters
        let failure = log.failure
        let trouble = failure ?? log.diskShortage
        return QueueStatus(
            directory: configuration.queue.directory,
            isWritable: failure == nil,
            isDiskFull: statistics.isDiskFull,
            error: trouble?.what,
            remedy: trouble?.remedy,
            records: Int64(clamping: statistics.records),
            bytes: Int64(clamping: statistics.bytesAppended),
            segments: statistics.segments,
            waitingBytes: Int64(statistics.queuedBytes),
            syncs: Int64(clamping: statistics.syncs),
            syncSeconds: Double(statistics.syncMicrosecondsTotal) / 1_000_000,
            diskFreeBytes: sampler.diskFreeBytes,
            reserveBytes: Int64(statistics.reserveBytes),
            space: SpaceStatus(statistics.space),
            commitToVisible: DelayHistogram(sampler.commitToVisible)
        )
    }
}

extension SpaceStatus {
    init(_ statistics: SpaceStatistics) {
        self.init()
        deletedSegments = Int64(clamping: statistics.segmentsDeleted)
        deletedBytes = Int64(clamping: statistics.bytesDeleted)
        relocatedBytes = Int64(clamping: statistics.bytesRelocated)
        protectedBytes = Int64(clamping: statistics.protectedBytes)
        protectedLostBytes = Int64(clamping: statistics.protectedBytesLost)
        scrubbedBytes = Int64(clamping: statistics.scrubbedBytes)
        damagedFrames = Int64(clamping: statistics.damagedFrames)
    }
}

extension SourcePosition {
    /// Where each source that the log knows continues, by name.
    static func all(in log: CommitLog) -> [SourcePosition] {
        log.sources().map { source in
            let checkpoint = log.sourceState(source.id).flatMap { try? SourceCheckpoint(decoding: $0) }
            return SourcePosition(source: source.name, position: checkpoint?.text)
        }.sorted { $0.source < $1.source }
    }
}

extension SourceNotices {
    /// By the names that `/api/sources` and the metrics use.
    var counts: [String: Int64] {
        [
            "zero_dates": Int64(clamping: zeroDates), "replaced_texts": Int64(clamping: replacedTexts),
            "filtered_rows": Int64(clamping: filteredRows), "dead_letters": Int64(clamping: deadLetters),
            "skipped_statements": Int64(clamping: skippedStatements),
        ]
    }
}

extension SourceBridgeStatus {
    /// How far the queue is behind in seconds: nothing while the source has nothing more, else the age of the last
    /// transaction; nil before there is either, and while the source is not read.
    func lagSeconds(now: Int64) -> Double? {
        let commit = lastCommitMicroseconds
        if state == .streaming, let caughtUp = caughtUpMicroseconds, caughtUp >= commit ?? 0 { return 0 }
        guard let known = [commit, caughtUpMicroseconds].compactMap(\.self).max() else { return nil }
        return Double(max(0, now - known)) / 1_000_000
    }
}
