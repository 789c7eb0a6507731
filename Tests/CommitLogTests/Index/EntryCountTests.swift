import Testing

@testable import CommitLog

@Suite struct EntryCountTests {
    private func open(_ disk: SimulatedDisk, entriesMin: Int) throws -> CommitLog {
        var configuration = CommitLogConfiguration(
            directory: "d", segmentBytes: 1 << 20, preallocateBytesMax: 0, keeperTickMilliseconds: 0)
        configuration.segmentEntriesMin = entriesMin
        return try CommitLog.open(configuration, merging: Concatenation(), environment: testEnvironment(disk))
    }

    private func entriesInMemory(_ log: CommitLog) -> Int {
        log.shared.state.withLock { $0.partitions }.reduce(0) { $0 + $1.index.withLock { $0.entries.count } }
    }

    @Test func aSegmentEndsWhenItsBatchesFillTheMemoryThatTheyMayTake() throws {
        let disk = SimulatedDisk()
        var log = try open(disk, entriesMin: 100)
        let partition = try log.makeTopic()[0]
        for number in 0..<250 {
            try log.appendAndWait(partition)
            #expect(entriesInMemory(log) <= 100)
            // Those of before a restart count as well.
            if number == 160 {
                log.close()
                log = try open(disk, entriesMin: 100)
                #expect(entriesInMemory(log) == 61)
            }
        }
        #expect(log.statistics.segments == 3)
        #expect(try log.contents(partition).map(\.offset) == Array(0..<250))
        log.close()
    }

    @Test func manyPartitionsMayHaveMore() throws {
        let disk = SimulatedDisk()
        let log = try open(disk, entriesMin: 100)
        let partitions = try log.makeTopic(partitions: 8)
        for number in 0..<256 { try log.appendAndWait(partitions[number % 8]) }
        #expect(log.statistics.segments == 1)
        try log.appendAndWait(partitions[0])
        #expect(log.statistics.segments == 2 && entriesInMemory(log) == 1)
        log.close()
    }

    @Test func aFrameOfMoreBatchesThanAllowedHasASegmentOfItsOwn() throws {
        let disk = SimulatedDisk()
        let log = try open(disk, entriesMin: 40)
        let partition = try log.makeTopic()[0]
        for _ in 0..<3 {
            var frame = log.makeFrame()
            for _ in 0..<100 {
                makeBatch().withUnsafeBytes {
                    frame.appendBatch(partition: partition, recordCount: 1, maxTimestamp: 0, bytes: $0)
                }
            }
            let end = (log.partitionState(partition)?.highWatermark ?? 0) + 100
            try log.append(frame)
            #expect(log.waitForWatermark(partition, atLeast: end, milliseconds: 10_000))
        }
        #expect(log.statistics.segments >= 3)
        #expect(try log.contents(partition).map(\.offset) == Array(0..<300))
        log.close()
    }
}
