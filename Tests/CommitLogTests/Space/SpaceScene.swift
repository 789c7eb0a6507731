import Testing

@testable import CommitLog

/// A log on a simulated disk, driven step by step, and what must be readable of it.
final class SpaceScene {
    let clock = SimulatedClock()
    var disk = SimulatedDisk()
    private(set) var log: CommitLog
    /// By partition: the payload of each offset.
    private(set) var payloads: [PartitionID: [[UInt8]]] = [:]
    /// By partition: the timestamp of each offset.
    private var stamps: [PartitionID: [Int64]] = [:]
    /// By partition: a start that was acknowledged, and one that was asked for.
    var starts: [PartitionID: (least: Int64, most: Int64)] = [:]
    var settings = RetentionSettings()
    private let segmentBytes: Int
    private var serial = 0

    init(segmentBytes: Int = 8192, disk: SimulatedDisk = SimulatedDisk()) throws {
        self.segmentBytes = segmentBytes
        self.disk = disk
        log = try Self.open(disk, clock, segmentBytes, RetentionSettings())
    }

    static func open(
        _ disk: SimulatedDisk,
        _ clock: SimulatedClock,
        _ segmentBytes: Int,
        _ settings: RetentionSettings
    ) throws -> CommitLog {
        var configuration = CommitLogConfiguration(
            directory: "d",
            segmentBytes: segmentBytes,
            preallocateBytesMax: 0,
            keeperTickMilliseconds: 0
        )
        configuration.retention = settings
        return try CommitLog.open(
            configuration,
            merging: Concatenation(),
            environment: clock.environment(disk),
            startsThreads: false
        )
    }

    func topic(_ name: String, partitions: Int = 1) throws -> [PartitionID] {
        let ids = try log.createTopic(name: name, partitions: partitions).partitions
        for id in ids where payloads[id] == nil {
            payloads[id] = []
            starts[id] = (0, 0)
        }
        return ids
    }

    /// Appends a record and makes it visible; its timestamp is one more than that of the one before.
    func append(_ partition: PartitionID, bytes: Int = 300, source: SourceID = 0, checkpoint: [UInt8] = []) throws {
        serial += 1
        let mark = [UInt8(truncatingIfNeeded: serial), UInt8(truncatingIfNeeded: serial >> 8), UInt8(partition)]
        let payload = mark + [UInt8](repeating: 0x5A, count: bytes)
        clock.advance(microseconds: 1000)
        try log.append(
            partition,
            payload: payload,
            timestamp: Int64(serial),
            source: source,
            checkpoint: checkpoint
        )
        while log.step() == .worked {}
        payloads[partition, default: []].append(payload)
        stamps[partition, default: []].append(Int64(serial))
    }

    /// Segments with many records of one partition and one of another in each.
    func fill(bulk: PartitionID, sparse: PartitionID, segments: Int) throws {
        let begin = log.statistics.segments
        while log.statistics.segments < begin + segments {
            try append(sparse, bytes: 100)
            for _ in 0..<12 { try append(bulk) }
        }
        log.shared.keeper.runPending()
    }

    func retain(_ change: (inout RetentionSettings) -> Void) {
        change(&settings)
        log.setRetention(settings)
    }

    /// Applies retention now, on whatever becomes of the disk in it.
    func apply() throws { try log.applyRetention(now: clock.now) }

    enum End { case clean, kill, power(UInt64) }

    /// Ends the process in some way and opens the log again.
    func reopen(_ end: End) throws {
        switch end {
        case .clean: log.close()
        case .kill:
            log.abandon()
            disk.restart()
        case .power(let seed):
            log.abandon()
            var generator = SeededGenerator(seed: seed)
            disk = disk.afterPowerCut(using: &generator)
        }
        log = try Self.open(disk, clock, segmentBytes, settings)
    }

    /// Everything that must be readable is, by offset and by time, and nothing else.
    func check(_ comment: Comment? = nil, sourceLocation: SourceLocation = #_sourceLocation) throws {
        for (partition, all) in payloads {
            let state = try #require(log.partitionState(partition), comment, sourceLocation: sourceLocation)
            let start = state.logStartOffset
            let bounds = starts[partition] ?? (0, 0)
            #expect(start >= bounds.least && start <= bounds.most, comment, sourceLocation: sourceLocation)
            #expect(state.highWatermark == Int64(all.count), comment, sourceLocation: sourceLocation)
            let found = try log.contents(partition)
            #expect(found.map(\.offset) == Array(start..<state.highWatermark), comment, sourceLocation: sourceLocation)
            let isEqual = found.map(\.payload) == Array(all[Int(start)...])
            #expect(isEqual, comment, sourceLocation: sourceLocation)
            try checkPlaces(partition, state, all, comment, sourceLocation)
        }
    }

    /// Reads that begin and end somewhere, and lookups by time.
    private func checkPlaces(
        _ partition: PartitionID,
        _ state: PartitionState,
        _ all: [[UInt8]],
        _ comment: Comment?,
        _ sourceLocation: SourceLocation
    ) throws {
        var times: [(offset: Int64, time: Int64)] = []
        for offset in state.logStartOffset..<state.highWatermark {
            var slices: [BatchSlice] = []
            try log.read(partition: partition, from: offset, maxBytes: 1, into: &slices)
            #expect(slices.map(\.baseOffset) == [offset], comment, sourceLocation: sourceLocation)
            if let time = stamps[partition]?[Int(offset)] { times.append((offset, time)) }
        }
        for (offset, time) in times {
            let found = try log.offset(partition: partition, atOrAfter: time)
            #expect(found?.offset == offset, comment, sourceLocation: sourceLocation)
        }
    }

    /// Bytes of all segment files.
    var fileBytes: Int { disk.segmentPaths.reduce(0) { $0 + disk.bytes($1).count } }
}
