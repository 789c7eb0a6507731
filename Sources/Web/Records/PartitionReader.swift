import Bytes
import CommitLog
import RecordBatch

/// Reads the records of one partition in order and writes them as JSON. Blocks on the disk: not for event loops.
struct PartitionReader {
    let log: CommitLog
    let topic: String
    let index: Int32
    let partition: PartitionID
    /// Offset of the next record.
    private(set) var next: Int64
    /// The most that a batch may take decompressed, as for Kafka clients that look a time up.
    private static let batchBytesMax = 128 << 20

    /// - Parameter toleratesDeleted: the start may lie before what is left; `skipDeleted` tells.
    /// - Throws: `RecordRefusal` when the start lies outside of what there is.
    init(
        log: CommitLog,
        topic: TopicDefinition,
        index: Int32,
        from start: StartOffset,
        toleratesDeleted: Bool = false
    ) throws {
        guard topic.partitions.indices.contains(Int(index)) else {
            throw RecordRefusal(
                .notFound,
                "topic \(topic.name) has partitions 0 to \(topic.partitions.count - 1), not \(index)",
                remedy: "`/api/topics` lists them"
            )
        }
        self.log = log
        self.topic = topic.name
        self.index = index
        partition = topic.partitions[Int(index)]
        next = try Self.offset(of: start, partition, log)
        guard let limits = state else {
            throw RecordRefusal(.notFound, "topic \(topic.name) is gone", remedy: "`/api/topics` lists what is there")
        }
        guard next <= limits.highWatermark, toleratesDeleted || next >= limits.logStartOffset else {
            throw RecordRefusal(
                .outOfRange,
                "offset \(next) of \(topic.name)-\(index) is outside of \(limits.logStartOffset) to "
                    + "\(limits.highWatermark)",
                remedy: "ask for earliest, latest or an offset between them"
            )
        }
    }

    /// nil once the topic has been deleted.
    var state: PartitionState? { log.partitionState(partition) }

    var isAtEnd: Bool { next >= state?.highWatermark ?? 0 }

    private static func offset(of start: StartOffset, _ partition: PartitionID, _ log: CommitLog) throws -> Int64 {
        let state = log.partitionState(partition)
        switch start {
        case .earliest: return state?.logStartOffset ?? 0
        case .latest: return state?.highWatermark ?? 0
        case .offset(let offset): return offset
        case .time(let time):
            guard let batch = try log.offset(partition: partition, atOrAfter: time) else {
                return state?.highWatermark ?? 0
            }
            return try firstOffset(inBatchAt: batch.offset, atOrAfter: time, partition, log) ?? batch.offset
        }
    }

    /// The log finds times by batch; the rest is read from the batch.
    private static func firstOffset(
        inBatchAt offset: Int64,
        atOrAfter time: Int64,
        _ partition: PartitionID,
        _ log: CommitLog
    ) throws -> Int64? {
        var slices: [BatchSlice] = []
        try log.read(partition: partition, from: offset, maxBytes: 0, into: &slices)
        guard let bytes = try slices.first?.bytes() else { return nil }
        return try bytes.withUnsafeBytes { bytes in
            let batch = try RecordBatchView(bytes)
            var records = try batch.records(using: BatchDecompressor(), bytesMax: batchBytesMax)
            while let record = try records.next() {
                if record.timestamp >= time { return record.offset }
            }
            return nil
        }
    }

    /// Gives each record that is there to `body`, at most `count`, and stops early when `body` returns false (the
    /// record then counts as read).
    ///
    /// - Parameter bytesMax: of batches as they are stored; the first comes whole.
    /// - Returns: how many records there were.
    mutating func read(
        count: Int,
        bytesMax: Int,
        using decompressor: BatchDecompressor,
        _ body: (RecordView) throws -> Bool
    ) throws -> Int {
        var slices: [BatchSlice] = []
        try log.read(partition: partition, from: next, maxBytes: bytesMax, into: &slices)
        var done = 0
        for slice in slices {
            let bytes = try slice.bytes()
            let isWhole = try bytes.withUnsafeBytes { bytes in
                let batch = try RecordBatchView(bytes)
                try batch.verifyChecksum()
                var records = try batch.records(using: decompressor, bytesMax: Self.batchBytesMax)
                while let record = try records.next() {
                    guard record.offset >= next else { continue }
                    guard done < count else { return false }
                    next = record.offset + 1
                    done += 1
                    guard try body(record) else { return false }
                }
                return true
            }
            guard isWhole else { break }
            next = slice.lastOffset + 1
        }
        return done
    }

    /// Retention may have overtaken a slow reader: goes on at what is left.
    /// - Returns: the offsets that cannot be read any more; nil if there are none.
    mutating func skipDeleted() -> Range<Int64>? {
        guard let start = state?.logStartOffset, next < start else { return nil }
        defer { next = start }
        return next..<start
    }
}
