import Testing

@testable import CommitLog

@Suite struct CommitLogTests {
    @Test func whatWasAppendedCanBeReadInOrder() throws {
        let log = try CommitLog.openTest(SimulatedDisk())
        let partitions = try log.makeTopic(partitions: 2)
        try log.appendAndWait(partitions[0], records: 3, payload: [10])
        try log.appendAndWait(partitions[1], records: 1, payload: [20])
        try log.appendAndWait(partitions[0], records: 2, payload: [11])
        let contents = try log.contents(partitions[0])
        #expect(contents.map(\.offset) == [0, 3])
        #expect(contents.map(\.payload) == [[10], [11]])
        #expect(
            log.partitionState(partitions[0]) == PartitionState(logStartOffset: 0, highWatermark: 5, leaderEpoch: 0)
        )
        #expect(try log.contents(partitions[1]).map(\.payload) == [[20]])
        log.close()
    }

    @Test func aReopenedLogGoesOnWhereItEnded() throws {
        let disk = SimulatedDisk()
        let first = try CommitLog.openTest(disk)
        let partition = try first.makeTopic("orders", partitions: 3)[1]
        let source = try first.settled { try first.registerSource(named: "trade") }
        try first.appendAndWait(partition, records: 2, source: source, checkpoint: [1])
        try first.appendAndWait(partition, records: 1, source: source, checkpoint: [2])
        let (uuid, topic) = (first.uuid, first.topic(named: "orders"))
        first.close()

        let second = try CommitLog.openTest(disk)
        #expect(second.uuid == uuid)
        #expect(second.topic(named: "orders") == topic)
        #expect(try second.registerSource(named: "trade") == source)
        #expect(second.sourceState(source) == [1, 2])
        #expect(second.partitionState(partition)?.highWatermark == 3)
        try second.appendAndWait(partition, payload: [9])
        #expect(try second.contents(partition).map(\.offset) == [0, 2, 3])
        second.close()
    }

    @Test func writerFillsInBaseOffsetAndLeaderEpochOutsideOfTheBatchChecksum() throws {
        let log = try CommitLog.openTest(SimulatedDisk())
        let partition = try log.makeTopic()[0]
        try log.appendAndWait(partition, records: 5)
        try log.appendAndWait(partition, records: 1)
        var slices: [BatchSlice] = []
        try log.read(partition: partition, from: 5, maxBytes: 1, into: &slices)
        var expected = makeBatch()
        expected[7] = 5
        #expect(try slices.map { try $0.bytes() } == [expected])
        log.close()
    }

    @Test func aClosedLogRefusesFramesAndGoesOnServing() throws {
        let log = try CommitLog.openTest(SimulatedDisk())
        let partition = try log.makeTopic()[0]
        try log.appendAndWait(partition, payload: [7])
        log.close()
        #expect { try log.append(partition) } throws: { ($0 as? CommitLogError)?.code == .closed }
        #expect(try log.contents(partition).map(\.payload) == [[7]])
    }

    @Test func aSecondProcessIsToldThatTheDirectoryIsInUse() throws {
        let disk = SimulatedDisk()
        let log = try CommitLog.openTest(disk)
        #expect { try CommitLog.openTest(disk) } throws: { ($0 as? CommitLogError)?.code == .inUse }
        log.close()
        try CommitLog.openTest(disk).close()
    }

    @Test func framesThatAreNotInOrderAreRefused() throws {
        let log = try CommitLog.openTest(SimulatedDisk())
        let partition = try log.makeTopic()[0]
        func refuses(_ batch: [UInt8], records: Int, partition: PartitionID, source: SourceID = 0) -> Bool {
            var frame = log.makeFrame()
            frame.source = source
            batch.withUnsafeBytes {
                frame.appendBatch(partition: partition, recordCount: records, maxTimestamp: 0, bytes: $0)
            }
            do throws(CommitLogError) {
                try log.append(frame)
                return false
            } catch {
                return error.code == .invalidArgument
            }
        }
        #expect(refuses(makeBatch(), records: 1, partition: partition + 1))
        #expect(refuses(makeBatch(), records: 1, partition: partition, source: 1))
        #expect(refuses(makeBatch(records: 2), records: 1, partition: partition))
        #expect(refuses(Array(makeBatch().dropLast()), records: 1, partition: partition))
        #expect(refuses([], records: 1, partition: partition))
        #expect(!refuses(makeBatch(), records: 1, partition: partition))
        log.close()
    }

    @Test func logEpochGrowsAtEveryOpenEvenWithoutAFrame() throws {
        let disk = SimulatedDisk()
        for expected in 1...4 {
            let log = try CommitLog.openTest(disk)
            log.close()
            let scan = try RecoveryScan(
                environment: testEnvironment(disk),
                logDirectory: "d/log",
                merging: Concatenation()
            ).recover()
            #expect(scan.logEpoch == expected)
            #expect(scan.isClean)
        }
    }
}
