import Bridge
import CommitLog
import KafkaServer
import Web

/// What the sampler keeps from one look to the next. Used by its thread alone.
struct SamplerTurn {
    private let placesMax: Int
    private var rows = WindowedRates()
    private var bytes = WindowedRates()
    private var records = WindowedRates()
    private var recordBytes = WindowedRates()
    private var out = WindowedRates()
    private var recent = RecentDelays(seconds: 10)
    private var atLastPoint = DelayCounts()
    private var paces: [GroupPlace: GroupPace] = [:]
    private var judge = ConsumerJudge()

    init(placesMax: Int) { self.placesMax = placesMax }

    mutating func take(
        log: CommitLog, kafka: KafkaServer, bridges: [SourceBridge], recordsOut: Int64, at now: ContinuousClock.Instant
    ) -> StatusSample {
        var sample = StatusSample()
        let statuses = bridges.map(\.status)
        rows.take(statuses.map { Int64(clamping: $0.rows) }, at: now)
        bytes.take(statuses.map { Int64(clamping: $0.binlogBytes) }, at: now)
        out.take([recordsOut], at: now)
        sample.rowsPerSecond = rows.perSecond
        sample.bytesPerSecond = bytes.perSecond
        sample.recordsOutPerSecond = out.perSecond.first ?? 0
        let delays = recent.take(bridges.reduce(into: DelayCounts()) { $0.add($1.readings.commitToVisible) })
        sample.delay = DelaySummary(
            p50Seconds: delays.quantile(0.5).map { $0 / 1_000_000 },
            p99Seconds: delays.quantile(0.99).map { $0 / 1_000_000 }, count: delays.count)
        let progress = log.progress()
        records.take(progress.map(\.highWatermark), at: now)
        recordBytes.take(progress.map { Int64(clamping: $0.bytesVisible) }, at: now)
        sample.partitionRecordsPerSecond = records.perSecond
        sample.partitionBytesPerSecond = recordBytes.perSecond
        followGroups(log, kafka, progress, at: now)
        sample.groups = paces
        sample.consumer = judge.verdict
        sample.ownSeconds = now.duration(to: .now) / .seconds(1)
        return sample
    }

    /// The delays since the last time that this was called.
    mutating func delaysSinceLastPoint(_ counts: DelayCounts) -> DelayCounts {
        defer { atLastPoint = counts }
        return counts.since(atLastPoint)
    }

    private mutating func followGroups(
        _ log: CommitLog, _ kafka: KafkaServer, _ progress: [PartitionProgress], at now: ContinuousClock.Instant
    ) {
        var sums: [GroupPlace: (confirmed: Int64, lag: Int64)] = [:]
        var incoming: [String: Double] = [:]
        let names = log.groups()
        if !names.isEmpty {
            var topicOf: [PartitionID: String] = [:]
            for topic in log.topics() {
                for partition in topic.partitions {
                    topicOf[partition] = topic.name
                    let rates = records.perSecond
                    incoming[topic.name, default: 0] += Int(partition) < rates.count ? rates[Int(partition)] : 0
                }
            }
            var placesLeft = placesMax
            for name in names where placesLeft > 0 {
                let places = log.groupOffsets(name)
                placesLeft -= places.count
                for place in places {
                    guard let topic = topicOf[place.partition], Int(place.partition) < progress.count else { continue }
                    let state = progress[Int(place.partition)]
                    var sum = sums[GroupPlace(group: name, topic: topic)] ?? (0, 0)
                    sum.confirmed += place.offset
                    sum.lag += max(0, state.highWatermark - max(place.offset, state.logStartOffset))
                    sums[GroupPlace(group: name, topic: topic)] = sum
                }
            }
        }
        paces = paces.filter { sums[$0.key] != nil }
        for (place, sum) in sums {
            paces[place, default: GroupPace()].take(confirmed: sum.confirmed, lag: sum.lag, at: now)
        }
        judge.take(complaint(kafka, incoming, at: now), at: now)
    }

    /// Of the groups with members that fall behind, the one that is furthest behind. A group that nobody is in waits
    /// for its consumer: that is no trouble of now.
    private func complaint(
        _ kafka: KafkaServer, _ incoming: [String: Double], at now: ContinuousClock.Instant
    ) -> ConsumerJudge.Verdict? {
        var found: [(place: GroupPlace, lag: Int64, text: String)] = []
        for (place, pace) in paces {
            guard let text = pace.complaint(inPerSecond: incoming[place.topic] ?? 0, now: now) else { continue }
            found.append((place, pace.lag, text))
        }
        guard !found.isEmpty else { return nil }
        let live = Set(kafka.groups(membersMax: 0).filter { $0.memberCount > 0 }.map(\.name))
        guard let worst = found.filter({ live.contains($0.place.group) }).max(by: { $0.lag < $1.lag }) else {
            return nil
        }
        return ConsumerJudge.Verdict(
            group: worst.place.group, text: "group \(worst.place.group) on \(worst.place.topic): \(worst.text)")
    }
}
