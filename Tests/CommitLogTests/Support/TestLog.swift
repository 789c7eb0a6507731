import Bytes
import Glibc
import Synchronization

@testable import CommitLog

/// A record batch as the log sees it: a header and `payload`.
func makeBatch(records: Int = 1, payload: [UInt8] = [1, 2, 3]) -> [UInt8] {
    var writer = ByteWriter()
    writer.appendBE(0 as Int64)
    writer.appendBE(Int32(49 + payload.count))
    writer.appendBE(0 as Int32)
    writer.append(2)
    writer.appendBE(CRC32C.checksum(UnsafeRawBufferPointer(start: nil, count: 0)))
    writer.appendBE(0 as UInt16)
    writer.appendBE(Int32(records - 1))
    writer.append(repeating: 0, count: 16)
    writer.append(repeating: 0xFF, count: 14)
    writer.appendBE(Int32(records))
    writer.append(payload)
    return Array(writer.bytes)
}

/// Appends each checkpoint's bytes: shows which checkpoints came, and in which order.
struct Concatenation: CheckpointMerging {
    func merge(_ state: [UInt8], with checkpoint: [UInt8]) throws -> [UInt8] { state + checkpoint }
}

/// The world of a test: a clock that ticks by one second from a fixed day, and numbered identities.
func testEnvironment(_ disk: any LogFileSystem) -> LogEnvironment {
    let ticks = TickingClock()
    return LogEnvironment(
        fileSystem: disk,
        now: { 1_700_000_000_000_000 + ticks.next() * 1_000_000 },
        makeUUID: { LogUUID(high: 0x0123_4567_89AB_CDEF, low: UInt64(ticks.nextIdentity())) }
    )
}

final class TickingClock: Sendable {
    private let time = Atomic<Int64>(0)
    private let identity = Atomic<Int64>(0)
    func next() -> Int64 { time.wrappingAdd(1, ordering: .relaxed).newValue }
    func nextIdentity() -> Int64 { identity.wrappingAdd(1, ordering: .relaxed).newValue }
}

extension CommitLog {
    static func openTest(
        _ disk: any LogFileSystem,
        durability: Durability = .fsync,
        segmentBytes: Int = 1 << 20,
        queueBytesMax: Int = 1 << 20,
        keeperTickMilliseconds: Int = 0
    ) throws -> CommitLog {
        let configuration = CommitLogConfiguration(
            directory: "d",
            durability: durability,
            segmentBytes: segmentBytes,
            queueBytesMax: queueBytesMax,
            preallocateBytesMax: 0,
            keeperTickMilliseconds: keeperTickMilliseconds
        )
        return try open(configuration, merging: Concatenation(), environment: testEnvironment(disk))
    }

    /// Appends one frame with one batch and does not wait.
    func append(
        _ partition: PartitionID,
        records: Int = 1,
        payload: [UInt8] = [1, 2, 3],
        timestamp: Int64 = 0,
        source: SourceID = 0,
        checkpoint: [UInt8] = []
    ) throws {
        var frame = makeFrame()
        frame.source = source
        checkpoint.withUnsafeBytes { frame.setCheckpoint($0) }
        makeBatch(records: records, payload: payload).withUnsafeBytes {
            frame.appendBatch(partition: partition, recordCount: records, maxTimestamp: timestamp, bytes: $0)
        }
        try append(frame)
    }

    /// Appends one frame and waits until it is visible.
    func appendAndWait(
        _ partition: PartitionID,
        records: Int = 1,
        payload: [UInt8] = [1, 2, 3],
        timestamp: Int64 = 0,
        source: SourceID = 0,
        checkpoint: [UInt8] = []
    ) throws {
        let end = (partitionState(partition)?.highWatermark ?? 0) + Int64(records)
        try settled {
            try append(
                partition,
                records: records,
                payload: payload,
                timestamp: timestamp,
                source: source,
                checkpoint: checkpoint
            )
            guard waitForWatermark(partition, atLeast: end, milliseconds: 10_000) else { throw NotVisible() }
        }
    }

    /// Runs something that appends one frame, and waits until the mark after it stands in the log as well.
    func settled<Value>(frames expected: UInt64? = nil, _ body: () throws -> Value) throws -> Value {
        let frames = statistics.frames
        let value = try body()
        let added = expected ?? (shared.configuration.durability == .fsync ? 2 : 1)
        let deadline = monotonicMicroseconds() + 10_000_000
        while statistics.frames < frames + added && failure == nil {
            guard monotonicMicroseconds() < deadline else { throw NotVisible() }
            sched_yield()
        }
        return value
    }

    /// Makes a topic and waits for the mark.
    @discardableResult
    func makeTopic(_ name: String = "t", partitions: Int = 1) throws -> [PartitionID] {
        try settled { try createTopic(name: name, partitions: partitions).partitions }
    }

    /// All payload bytes of a partition's batches with their base offsets.
    func contents(_ partition: PartitionID) throws -> [(offset: Int64, payload: [UInt8])] {
        guard let state = partitionState(partition) else { return [] }
        var slices: [BatchSlice] = []
        try read(partition: partition, from: state.logStartOffset, maxBytes: .max, into: &slices)
        return try slices.map { ($0.baseOffset, Array(try $0.bytes()[BatchHeader.size...])) }
    }
}

struct NotVisible: Error {}
