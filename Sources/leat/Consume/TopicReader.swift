import CommitLog
import KafkaClient
import KafkaProtocol
import RecordBatch

/// Reads the partitions of one topic side by side and knows its place in each.
final class TopicReader {
    private let client: KafkaClient
    private let topic: String
    private let partitions: [TopicPartition]
    private let decompressor = BatchDecompressor()
    /// The next offset to read.
    private var next: [TopicPartition: Int64] = [:]
    /// Where reading ends; nil reads on.
    private var ends: [TopicPartition: Int64]?
    private var group: String?
    private var saved: [TopicPartition: Int64] = [:]
    private var lastSave = ContinuousClock.now

    private static let saveInterval = Duration.seconds(5)
    private static let fetchWaitMilliseconds = 500
    /// The most that one batch may take decompressed.
    private static let batchBytesMax = 1 << 30

    /// - Parameter partitions: numbers; empty is all.
    init(_ client: KafkaClient, topic: String, partitions: [Int32]) throws(KafkaClientError) {
        self.client = client
        self.topic = topic
        let all = try client.partitions(of: topic)
        if let unknown = partitions.first(where: { !all.contains($0) }) {
            throw KafkaClientError(
                .broker(.unknownTopicOrPartition),
                "topic '\(topic)' has no partition \(unknown)",
                remedy: "its partitions are 0 to \(all.count - 1)"
            )
        }
        self.partitions = (partitions.isEmpty ? all : Array(Set(partitions)).sorted()).map { TopicPartition(topic, $0) }
    }

    /// True when everything up to the chosen end has been read.
    var isAtEnd: Bool {
        guard let ends else { return false }
        return partitions.allSatisfy { next[$0, default: 0] >= ends[$0, default: 0] }
    }

    /// Begins at `start`; with a group, at its saved places where it has some.
    func seek(_ start: StartOffset, group: String?) throws(KafkaClientError) {
        switch start {
        case .earliest: next = try client.listOffsets(partitions, timestamp: ListOffsetsTimestamp.earliest)
        case .latest: next = try client.listOffsets(partitions, timestamp: ListOffsetsTimestamp.latest)
        case .offset(let offset): try seek(offset)
        case .time(let time):
            let latest = try client.listOffsets(partitions, timestamp: ListOffsetsTimestamp.latest)
            next = try client.listOffsets(partitions, timestamp: time).merging(latest) { $0 < 0 ? $1 : $0 }
        }
        self.group = group
        guard let group else { return }
        for (partition, offset) in try client.committedOffsets(of: group) where partitions.contains(partition) {
            next[partition] = offset
            saved[partition] = offset
        }
    }

    private func seek(_ offset: Int64) throws(KafkaClientError) {
        let first = try client.listOffsets(partitions, timestamp: ListOffsetsTimestamp.earliest)
        let last = try client.listOffsets(partitions, timestamp: ListOffsetsTimestamp.latest)
        for partition in partitions {
            let (low, high) = (first[partition, default: 0], last[partition, default: 0])
            guard offset >= low, offset <= high else {
                throw KafkaClientError(
                    .broker(.offsetOutOfRange),
                    "topic '\(topic)' partition \(partition.partition) has no offset \(offset), only \(low) to \(high)",
                    remedy: "choose an offset that is there, or name the partition with --partition"
                )
            }
            next[partition] = offset
        }
    }

    /// Reading shall end where the partitions end now.
    func endHere() throws(KafkaClientError) {
        ends = try client.listOffsets(partitions, timestamp: ListOffsetsTimestamp.latest)
    }

    /// One fetch. `body` gets each record and says whether it wants more.
    func read(_ body: (_ partition: Int32, RecordView) throws -> Bool) throws {
        let wanted = next.filter { partition, offset in ends.map { offset < $0[partition, default: 0] } ?? true }
        if wanted.isEmpty { return }
        let answers = try client.fetch(wanted, waitMilliseconds: Self.fetchWaitMilliseconds)
        for (partition, answer) in answers.sorted(by: { $0.key.partition < $1.key.partition }) {
            guard answer.errorCode.isSuccess else {
                if answer.errorCode.isRetriable { continue }
                throw refused(partition, answer)
            }
            guard case .bytes(let bytes) = answer.records else { continue }
            let goesOn = try bytes.withUnsafeBytes { try read(partition, $0, body) }
            if !goesOn { return }
        }
    }

    /// Passes the records of one answer on; false when no more are wanted.
    private func read(
        _ partition: TopicPartition,
        _ bytes: UnsafeRawBufferPointer,
        _ body: (_ partition: Int32, RecordView) throws -> Bool
    ) throws -> Bool {
        var rest = bytes
        // A broker may cut the last batch off; the next fetch brings it whole.
        while rest.count >= RecordBatchHeader.byteCount {
            let batch: RecordBatchView
            do {
                batch = try RecordBatchView(rest)
            } catch {
                if case .truncated = error, rest.count < bytes.count { return true }
                throw error
            }
            try batch.verifyChecksum()
            if !batch.header.isControl {
                var records = try batch.records(using: decompressor, bytesMax: Self.batchBytesMax)
                while let record = try records.next() {
                    guard record.offset >= next[partition, default: 0] else { continue }
                    if let end = ends?[partition], record.offset >= end { return true }
                    let goesOn = try body(partition.partition, record)
                    next[partition] = record.offset + 1
                    if !goesOn { return false }
                }
            }
            next[partition] = max(next[partition, default: 0], batch.header.lastOffset + 1)
            rest = UnsafeRawBufferPointer(rebasing: rest[batch.header.byteLength...])
        }
        return true
    }

    /// Saves the group's place, every few seconds or at once.
    func savePlace(atOnce: Bool = false) throws(KafkaClientError) {
        guard let group, next != saved, atOnce || ContinuousClock.now - lastSave >= Self.saveInterval else { return }
        try client.commitOffsets(next, group: group)
        saved = next
        lastSave = ContinuousClock.now
    }

    private func refused(_ partition: TopicPartition, _ answer: FetchedPartition) -> KafkaClientError {
        let name = "topic '\(topic)' partition \(partition.partition)"
        guard answer.errorCode == .offsetOutOfRange else {
            return KafkaClientError(
                .broker(answer.errorCode),
                "\(name): \(answer.errorCode)",
                remedy: "see `leat topics describe \(topic)`"
            )
        }
        return KafkaClientError(
            .broker(answer.errorCode),
            "\(name) has no offset \(next[partition, default: 0])",
            remedy: "`leat topics describe \(topic)` shows the offsets that there are; or use --from earliest"
        )
    }
}
