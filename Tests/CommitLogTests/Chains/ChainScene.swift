import Glibc
import Testing

@testable import CommitLog

/// A log with two sources and three partitions, and short ways to write chains.
struct ChainScene {
    static let partitions: [PartitionID] = [0, 1, 2]
    let disk: SimulatedDisk
    let log: CommitLog
    /// Without threads, which a thousand logs do better without.
    let isStepped: Bool

    init(
        _ disk: SimulatedDisk = SimulatedDisk(),
        segmentBytes: Int = 1 << 20,
        durability: Durability = .fsync,
        chainWaitMilliseconds: Int = 10_000,
        isStepped: Bool = false
    ) throws {
        self.disk = disk
        self.isStepped = isStepped
        var configuration = CommitLogConfiguration(
            directory: "d",
            durability: durability,
            segmentBytes: segmentBytes,
            queueBytesMax: 1 << 20,
            preallocateBytesMax: 0
        )
        configuration.chainWaitMilliseconds = chainWaitMilliseconds
        log = try CommitLog.open(
            configuration,
            merging: Concatenation(),
            environment: testEnvironment(disk),
            startsThreads: !isStepped
        )
        if log.topic(named: "t") == nil {
            _ = try log.createTopic(name: "t", partitions: 3)
            for name in ["a", "b"] { _ = try log.registerSource(named: name) }
            try settle()
        }
    }

    private func fill(_ frame: inout PendingFrame, _ source: SourceID, _ batches: [(PartitionID, [UInt8])]) {
        frame.source = source
        for (partition, payload) in batches {
            makeBatch(records: 2, payload: payload).withUnsafeBytes {
                frame.appendBatch(partition: partition, recordCount: 2, maxTimestamp: Int64(payload[0]), bytes: $0)
            }
        }
    }

    /// Gives a part to the log; each batch has two records.
    func part(_ batches: [(PartitionID, [UInt8])]) throws { try part(1, batches) }

    func part(_ source: SourceID, _ batches: [(PartitionID, [UInt8])]) throws {
        var frame = log.makeFrame()
        fill(&frame, source, batches)
        try log.appendPart(frame)
    }

    func end(
        _ source: SourceID = 1,
        checkpoint: [UInt8],
        _ batches: [(PartitionID, [UInt8])] = [],
        definitions: [(key: String, value: [UInt8])] = []
    ) throws {
        var frame = log.makeFrame()
        fill(&frame, source, batches)
        frame.writeCheckpoint(definitions: definitions) { $0.append(checkpoint) }
        frame.endsChain = true
        try log.append(frame)
    }

    /// Gives a whole frame.
    func data(_ source: SourceID, checkpoint: [UInt8], _ batches: [(PartitionID, [UInt8])]) throws {
        var frame = log.makeFrame()
        fill(&frame, source, batches)
        checkpoint.withUnsafeBytes { frame.setCheckpoint($0) }
        try log.append(frame)
    }

    /// Waits until everything that was given is written.
    func settle() throws {
        if isStepped {
            while log.step() == .worked {}
            return
        }
        let deadline = monotonicMicroseconds() + 10_000_000
        while !log.isWriterIdle && log.failure == nil {
            guard monotonicMicroseconds() < deadline else { throw NotVisible() }
            sched_yield()
        }
        // One more frame, whose mark comes after all of them.
        log.commitOffsets(group: "g", entries: []) { _ in }
        while !log.isWriterIdle && log.failure == nil { sched_yield() }
    }

    /// First bytes of the visible payloads of each partition, and whether their offsets have no gap.
    func seen() throws -> [[UInt8]] { try ChainScene.seen(log) }

    static func seen(_ log: CommitLog) throws -> [[UInt8]] {
        try partitions.map { partition in
            let contents = try log.contents(partition)
            let start = log.partitionState(partition)?.logStartOffset ?? 0
            #expect(contents.map(\.offset) == contents.indices.map { start + Int64($0) * 2 }, "partition \(partition)")
            #expect(log.partitionState(partition)?.highWatermark == start + Int64(contents.count) * 2)
            return contents.map { $0.payload[0] }
        }
    }
}
