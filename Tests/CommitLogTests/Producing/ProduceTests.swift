import Testing

@testable import CommitLog

@Suite struct ProduceTests {
    private let small = SmallDisk()

    private func open(partitions: Int = 2) throws -> CommitLog {
        let log = try small.open()
        _ = try log.createTopic(name: "t", partitions: partitions)
        return log
    }

    @Test func batchesAreStoredInTheirOrderAndAnsweredWithTheirOffsets() throws {
        let log = try open()
        let answers = ProduceAnswers()
        small.send(
            log, [TestBatch(records: 2, payload: [1]), TestBatch(partition: 1, payload: [2])], to: answers)
        small.send(log, [TestBatch(sequence: 2, payload: [3])], to: answers)
        small.send(log, [TestBatch(producer: -1, epoch: -1, sequence: -1, payload: [4])], to: answers)
        #expect(answers.all.isEmpty && log.partitionState(0)?.highWatermark == 0)
        small.settle(log)
        #expect(
            answers.outcomes == [
                .stored(baseOffset: 0), .stored(baseOffset: 0), .stored(baseOffset: 2), .stored(baseOffset: 3),
            ])
        #expect(try log.contents(0).map(\.payload) == [[1], [3], [4]])
        #expect(try log.contents(1).map(\.payload) == [[2]])
        log.close()
    }

    @Test func aBatchThatComesAgainIsAnsweredWithItsOldOffset() throws {
        let log = try open()
        let first = TestBatch(payload: [1])
        let second = TestBatch(sequence: 1, payload: [2])
        #expect(small.produce(log, first, second) == [.stored(baseOffset: 0), .stored(baseOffset: 1)])
        #expect(small.produce(log, first, second) == [.duplicate(baseOffset: 0), .duplicate(baseOffset: 1)])
        #expect(try log.contents(0).map(\.payload) == [[1], [2]])
        // Each partition has sequences of its own.
        #expect(small.produce(log, TestBatch(partition: 1, sequence: 2)) == [.refused(.unknownProducer)])
        log.close()
    }

    @Test func aBatchThatComesAgainBeforeItIsDurableIsAnsweredWithIt() throws {
        let log = try open()
        let (one, two) = (TestBatch(payload: [1]), TestBatch(sequence: 1, payload: [2]))
        let answers = ProduceAnswers()
        small.send(log, [TestBatch(producer: 9, payload: [9]), one], to: answers)
        // In a frame of its own, and in one with others around it, also twice in the same.
        small.send(log, [one], to: answers)
        small.send(log, [one, two, two, TestBatch(producer: 9, sequence: 1, payload: [8])], to: answers)
        small.settle(log)
        #expect(
            answers.outcomes == [
                .stored(baseOffset: 0), .stored(baseOffset: 1), .duplicate(baseOffset: 1),
                .duplicate(baseOffset: 1), .stored(baseOffset: 2), .duplicate(baseOffset: 2), .stored(baseOffset: 3),
            ])
        #expect(try log.contents(0).map(\.payload) == [[9], [1], [2], [8]])
        let again = try small.restart(log)
        #expect(try again.contents(0).map(\.payload) == [[9], [1], [2], [8]])
        #expect(small.produce(again, two) == [.duplicate(baseOffset: 2)])
        again.close()
    }

    @Test func gapsAndOldEpochsAreRefusedAndTheRestOfTheFrameIsStored() throws {
        let log = try open()
        let answers = ProduceAnswers()
        small.send(
            log,
            [
                TestBatch(epoch: 1, payload: [1]), TestBatch(epoch: 1, sequence: 5), TestBatch(epoch: 0, sequence: 1),
                TestBatch(producer: 8, sequence: 3), TestBatch(epoch: 1, sequence: 1, payload: [2]),
            ], to: answers)
        small.settle(log)
        #expect(
            answers.outcomes == [
                .stored(baseOffset: 0), .refused(.outOfOrder(expected: 1)), .refused(.fenced(epoch: 1)),
                .refused(.unknownProducer), .stored(baseOffset: 1),
            ])
        #expect(try log.contents(0).map(\.payload) == [[1], [2]])
        log.close()
    }

    enum Ending: CaseIterable { case closed, killed, powerCut }

    @Test(arguments: Ending.allCases, [Durability.fsync, .interval(milliseconds: 1_000_000), .os])
    func producersAreKnownAfterEveryEndInEveryDurability(ending: Ending, durability: Durability) throws {
        small.configuration.durability = durability
        let log = try open()
        let batches = (0..<7 as Range<Int32>).map { TestBatch(sequence: $0, payload: [UInt8($0)]) }
        for (number, batch) in batches.enumerated() {
            #expect(small.produce(log, batch) == [.stored(baseOffset: Int64(number))])
        }
        var generator = SeededGenerator(seed: 3)
        if ending == .closed { log.close() }
        if ending == .powerCut { small.disk = small.disk.afterPowerCut(using: &generator) }
        let again = try small.restart(log)
        #expect(try again.contents(0).map(\.payload) == batches.map(\.payload))
        #expect(small.produce(again, batches[6], batches[2]) == [.duplicate(baseOffset: 6), .duplicate(baseOffset: 2)])
        #expect(small.produce(again, batches[0]) == [.refused(.alreadyStored)])
        #expect(small.produce(again, TestBatch(sequence: 7)) == [.stored(baseOffset: 7)])
        again.close()
    }

    @Test func producersAreKnownWhenOnlyTheNewestSegmentIsLeft() throws {
        small.configuration.segmentBytes = 8192
        let log = try open()
        let first = TestBatch(payload: [UInt8](repeating: 1, count: 600))
        #expect(small.produce(log, first) == [.stored(baseOffset: 0)])
        for number in 0..<40 as Range<Int32> {
            _ = small.produce(log, TestBatch(partition: 1, producer: 8, sequence: number, payload: first.payload))
        }
        #expect(log.statistics.segments > 2)
        _ = try log.deleteRecords(partition: 0, before: 1)
        _ = try log.deleteRecords(partition: 1, before: 40)
        try log.applyRetention(now: small.clock.now)
        small.settle(log)
        #expect(log.statistics.segments == 1)
        let again = try small.restart(log)
        #expect(small.produce(again, first) == [.duplicate(baseOffset: 0)])
        #expect(small.produce(again, TestBatch(sequence: 1)) == [.stored(baseOffset: 1)])
        #expect(
            small.produce(again, TestBatch(partition: 1, producer: 8, sequence: 40)) == [.stored(baseOffset: 40)])
        again.close()
        // The whole log agrees with itself.
        _ = try small.disk.scan()
    }

    @Test func whatACrashCutOffHasNotBeenStored() throws {
        let log = try open()
        #expect(small.produce(log, TestBatch(payload: [1])) == [.stored(baseOffset: 0)])
        small.disk.set { $0.fault = { call, _ in call == "fdatasync" ? 5 : nil } }
        let answers = ProduceAnswers()
        small.send(log, [TestBatch(sequence: 1, payload: [2])], to: answers)
        small.settle(log)
        #expect(answers.errors == [.ioFailure])
        log.abandon()
        let path = try #require(small.disk.segmentPaths.last)
        let frame = try #require(try small.disk.frames().last { $0.kind == .produced })
        // The last byte of the frame did not reach the disk.
        small.disk.restart()
        var bytes = Array(small.disk.bytes(path))
        bytes[Int(frame.end) - 8] ^= 1
        small.disk.put(path, bytes)
        let again = try small.restart(log)
        #expect(try again.contents(0).map(\.payload) == [[1]])
        #expect(small.produce(again, TestBatch(sequence: 2)) == [.refused(.outOfOrder(expected: 1))])
        #expect(small.produce(again, TestBatch(sequence: 1, payload: [2])) == [.stored(baseOffset: 1)])
        again.close()
    }

    @Test func whoHasBeenSilentTooLongIsUnknown() throws {
        small.configuration.producerExpiryMilliseconds = 10_000
        let log = try open()
        #expect(small.produce(log, TestBatch()) == [.stored(baseOffset: 0)])
        small.clock.advance(microseconds: 9_000_000)
        #expect(small.produce(log, TestBatch()) == [.duplicate(baseOffset: 0)])
        small.clock.advance(microseconds: 2_000_000)
        #expect(small.produce(log, TestBatch(sequence: 1)) == [.refused(.unknownProducer)])
        #expect(small.produce(log, TestBatch(epoch: 1)) == [.stored(baseOffset: 1)])
        log.close()
    }

    @Test func noMoreProducersAreRememberedThanMayBe() throws {
        small.configuration.producersMax = 20
        let log = try open()
        for producer in 0..<50 as Range<Int64> {
            small.clock.advance(microseconds: 1)
            #expect(small.produce(log, TestBatch(producer: producer)).count == 1)
        }
        #expect(log.shared.state.withLock { $0.producers.count } <= 20)
        #expect(small.produce(log, TestBatch(producer: 49)) == [.duplicate(baseOffset: 49)])
        let again = try small.restart(log)
        #expect(again.shared.state.withLock { $0.producers.count } <= 20)
        again.close()
    }

    @Test func onAFullDiskClientsAreRefusedAtOnceAndComeAgain() throws {
        let log = try open()
        _ = try log.registerSource(named: "s")
        #expect(small.produce(log, TestBatch(producer: 6)) == [.stored(baseOffset: 0)])
        small.fill()
        let large = [UInt8](repeating: 7, count: 50_000)
        let answers = ProduceAnswers()
        small.send(log, [TestBatch(payload: large)], to: answers)
        small.settle(log)
        #expect(answers.errors == [.diskFull] && answers.all.allSatisfy(\.isWorthARetry))
        #expect(log.diskShortage != nil && log.shared.queue.queuedBytes == 0)
        small.send(log, [TestBatch(sequence: 1)], to: answers)
        #expect(answers.errors == [.diskFull, .diskFull], "without waiting for the writer")
        // Offsets go on meanwhile.
        #expect(small.commit(log, 1) == nil)
        small.free()
        small.second(log)
        // The next batch was under way already: its producer learns that one is missing, not that it is unknown.
        #expect(small.produce(log, TestBatch(sequence: 1)) == [.refused(.outOfOrder(expected: 0))])
        #expect(small.produce(log, TestBatch(payload: large)) == [.stored(baseOffset: 1)])
        #expect(small.produce(log, TestBatch(sequence: 1)) == [.stored(baseOffset: 2)])
        #expect(small.produce(log, TestBatch(producer: 6, sequence: 1)) == [.stored(baseOffset: 3)])
        log.close()
    }

    @Test func clientsAreRefusedWhenTooMuchWaits() throws {
        small.configuration.producedQueueBytesMax = 4096
        let log = try open()
        let answers = ProduceAnswers()
        for number in 0..<4 as Range<Int32> {
            small.send(
                log, [TestBatch(sequence: number, payload: [UInt8](repeating: 0, count: 1500))], to: answers)
        }
        #expect(answers.errors == [.busy, .busy])
        // Offsets have room of their own.
        #expect(small.commit(log, 0) == nil)
        #expect(answers.outcomes == [.stored(baseOffset: 0), .stored(baseOffset: 1)])
        #expect(log.shared.queue.queuedBytes == 0)
        // Batches that the writer took out leave their room, too.
        for _ in 0..<5 {
            _ = small.produce(log, TestBatch(sequence: 1, payload: [UInt8](repeating: 0, count: 1500)))
        }
        #expect(log.shared.queue.queuedBytes == 0 && log.isWriterIdle)
        log.close()
    }

    @Test func aChainKeepsItsPartitionsForItself() throws {
        let log = try open()
        let source = try log.registerSource(named: "s")
        var part = log.makeFrame()
        part.source = source
        makeBatch().withUnsafeBytes { part.appendBatch(partition: 0, recordCount: 1, maxTimestamp: 0, bytes: $0) }
        try log.appendPart(part)
        let answers = ProduceAnswers()
        small.send(log, [TestBatch()], to: answers)
        #expect(answers.errors == [.busy])
        #expect(small.produce(log, TestBatch(partition: 1)) == [.stored(baseOffset: 0)])
        log.abortChain(source: source)
        small.settle(log)
        #expect(small.produce(log, TestBatch()) == [.stored(baseOffset: 0)])
        let again = try small.restart(log)
        #expect(small.produce(again, TestBatch()) == [.duplicate(baseOffset: 0)])
        again.close()
    }

    @Test func relaxedLogsSyncBeforeTheyAnswerClients() throws {
        small.configuration.durability = .os
        let log = try open()
        let syncs = log.statistics.syncs
        #expect(small.produce(log, TestBatch()) == [.stored(baseOffset: 0)])
        #expect(log.statistics.syncs == syncs + 1)
        var slices: [BatchSlice] = []
        try log.read(partition: 0, from: 0, maxBytes: 1, into: &slices)
        let slice = try #require(slices.first)
        #expect(small.disk.isDurable(slice.segment.path, slice.fileOffset, slice.byteLength))
        // What was stored before costs none.
        #expect(small.produce(log, TestBatch()) == [.duplicate(baseOffset: 0)])
        #expect(log.statistics.syncs == syncs + 1)
        log.close()
    }

    @Test func framesOfClientsHaveNoSourceAndNoCheckpoint() throws {
        let log = try open()
        _ = try log.registerSource(named: "s")
        let answers = ProduceAnswers()
        small.send(log, [], to: answers)
        var frame = log.makeFrame()
        frame.source = 1
        TestBatch().bytes.withUnsafeBytes {
            frame.appendBatch(partition: 0, recordCount: 1, maxTimestamp: 0, bytes: $0)
        }
        log.produce(frame) { answers.add($0) }
        small.send(log, [TestBatch(partition: 99)], to: answers)
        #expect(answers.errors == [.invalidArgument, .invalidArgument, .invalidArgument])
        log.close()
        small.send(log, [TestBatch()], to: answers)
        #expect(answers.errors.last == .closed)
    }
}

extension Result where Failure == CommitLogError {
    fileprivate var isWorthARetry: Bool { if case .failure(let error) = self { error.isRetriable } else { false } }
}
