import CommitLog
import RecordBatch
import Synchronization
import Threads

@testable import Bridge

/// A `FrameCompressor` with its thread, on a log of its own with one topic of three partitions.
final class CompressorScene {
    let temporary: TemporaryLog
    var log: CommitLog { temporary.log }
    let compressor: FrameCompressor
    let partitions: [PartitionID]
    let source: SourceID
    private let free: Counter
    private let failed: Counter
    private var thread: DedicatedThread?

    final class Counter: Sendable { let calls = Atomic<Int>(0) }

    var freeCalls: Int { free.calls.load(ordering: .acquiring) }
    var failureCalls: Int { failed.calls.load(ordering: .acquiring) }

    init(_ options: SourceBridgeOptions = .test()) throws {
        temporary = try TemporaryLog()
        partitions = try temporary.log.createTopic(name: "t", partitions: 3).partitions
        source = try temporary.log.registerSource(named: "s")
        let (free, failed) = (Counter(), Counter())
        (self.free, self.failed) = (free, failed)
        compressor = FrameCompressor(
            log: temporary.log, source: source, options: options, start: ResumePoint(checkpoint: Self.checkpoint(4)),
            onFree: { free.calls.add(1, ordering: .releasing) },
            onFailure: { failed.calls.add(1, ordering: .releasing) })
    }

    deinit { stop() }

    func start() { thread = compressor.start(name: "test") }

    /// Waits until everything handed over is done and visible.
    func finish() {
        stop()
        log.close()
    }

    private func stop() {
        compressor.end()
        thread?.join()
        thread = nil
    }

    static func checkpoint(_ position: UInt64) -> SourceCheckpoint {
        SourceCheckpoint(mode: .file, file: "b.1", position: position, identity: "s")
    }

    func batches() -> [PartitionBatch] { partitions.map { PartitionBatch(partition: $0) } }

    /// The values of each partition's records, in order.
    func values() throws -> [[String]] { try partitions.map { try temporary.records($0).compactMap(\.value) } }
}

extension FrameAssembler {
    /// Appends a record with this value, and "k" before it as the key.
    mutating func append(_ value: String, to batch: PartitionBatch, timestamp: Int64 = 0) throws {
        try Array(("k" + value).utf8).withUnsafeBytes { key in
            try append(
                to: batch, timestampMilliseconds: timestamp, key: key,
                value: UnsafeRawBufferPointer(rebasing: key.dropFirst()))
        }
    }
}
