import CommitLog

/// Fills a log as fast as it takes frames of about 1 MiB, as the bridge does under load.
struct Load {
    let log: CommitLog
    private let partitions: [PartitionID]
    private let batches: Batches
    private let rowsPerBatch: Int
    private let isRandom: Bool
    /// Offsets that each partition will have reached.
    private var expected: [Int64]
    private var counts: [Int32]
    private var lastPartition = 0
    private var generator = FastGenerator(seed: 7)
    private(set) var records = 0
    static let recordsPerFrame = 5000
    private static let randomBatchMax = 64

    /// - Parameter rowsPerBatch: 0 draws a partition for each record and makes one batch of a frame's records of each.
    init(_ log: CommitLog, topic: String = "bench", partitions count: Int, rowsPerBatch: Int) throws {
        self.log = log
        self.rowsPerBatch = rowsPerBatch
        isRandom = rowsPerBatch == 0
        partitions = try log.createTopic(name: topic, partitions: count).partitions
        batches = try Batches(recordCounts: isRandom ? 1...Self.randomBatchMax : rowsPerBatch...rowsPerBatch)
        expected = partitions.map { log.partitionState($0)?.highWatermark ?? 0 }
        counts = Array(repeating: 0, count: count)
    }

    mutating func appendFrame() throws {
        var frame = log.makeFrame()
        if isRandom { fillAtRandom(&frame) } else { fillInTurn(&frame) }
        try log.append(frame)
        records += Self.recordsPerFrame
    }

    private mutating func fillInTurn(_ frame: inout PendingFrame) {
        for _ in 0..<Self.recordsPerFrame / rowsPerBatch {
            lastPartition = lastPartition + 1 == partitions.count ? 0 : lastPartition + 1
            add(rowsPerBatch, to: lastPartition, of: &frame)
        }
    }

    private mutating func fillAtRandom(_ frame: inout PendingFrame) {
        var touched: [Int] = []
        touched.reserveCapacity(Self.recordsPerFrame)
        for _ in 0..<Self.recordsPerFrame {
            let partition = Int(truncatingIfNeeded: generator.next() >> 16) % partitions.count
            if counts[partition] == 0 { touched.append(partition) }
            counts[partition] += 1
        }
        for partition in touched {
            var rest = Int(counts[partition])
            counts[partition] = 0
            while rest > 0 {
                add(min(rest, Self.randomBatchMax), to: partition, of: &frame)
                rest -= Self.randomBatchMax
            }
            lastPartition = partition
        }
    }

    private mutating func add(_ count: Int, to partition: Int, of frame: inout PendingFrame) {
        expected[partition] += Int64(count)
        batches[count].withUnsafeBytes {
            frame.appendBatch(
                partition: partitions[partition],
                recordCount: count,
                maxTimestamp: 1_700_000_000_000,
                bytes: $0
            )
        }
    }

    /// Waits until everything is visible, and so durable.
    func waitUntilVisible() throws {
        let id = partitions[lastPartition]
        guard log.waitForWatermark(id, atLeast: expected[lastPartition], milliseconds: 120_000) else {
            throw BenchmarkError(what: "the log did not take everything: \(log.failure.map { "\($0)" } ?? "too slow")")
        }
    }
}
