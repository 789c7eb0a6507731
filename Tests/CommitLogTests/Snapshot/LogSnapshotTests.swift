import Glibc
import Testing
import Threads

@testable import CommitLog

/// A snapshot, and the log that is made from it in an empty directory.
@Suite struct LogSnapshotTests {
    /// Two topics, two sources with definitions, a group; the second partition of `a` has two records.
    private func filled(_ disk: SimulatedDisk) throws -> CommitLog {
        let log = try CommitLog.openTest(disk, segmentBytes: 8192)
        let a = try log.createTopic(name: "a", partitions: 2, properties: ["key": "primary", "camelCase": "x_y"])
        let b = try log.createTopic(name: "b", partitions: 1)
        let x = try log.registerSource(named: "x")
        _ = try log.registerSource(named: "y")
        try log.appendAndWait(a.partitions[1], timestamp: 70, source: x, checkpoint: [1])
        try log.appendAndWait(a.partitions[1], timestamp: 50, source: x, checkpoint: [2])
        try log.appendAndWait(b.partitions[0], records: 5, source: x, checkpoint: [3])
        try log.settled {
            var frame = log.makeFrame()
            frame.source = x
            frame.writeCheckpoint(definitions: [(key: "t", value: [9, 9])]) { _ in }
            try log.append(frame)
        }
        try log.settled { try log.setRetention(topic: "b", TopicRetention(milliseconds: 60_000)) }
        try commit(log, [GroupOffset(partition: a.partitions[1], offset: 1, leaderEpoch: 0, metadata: "m")])
        return log
    }

    private func commit(_ log: CommitLog, _ offsets: [GroupOffset]) throws {
        let answer = ConditionLock<Result<Void, CommitLogError>?>(nil)
        log.commitOffsets(group: "g", entries: offsets) { result in
            answer.withLock { $0 = result }
            answer.signal()
        }
        try answer.whenReady({ $0 != nil }) { $0 }?.get()
    }

    private func snapshot(_ log: CommitLog) throws -> LogSnapshot {
        let answer = ConditionLock<Result<LogSnapshot, CommitLogError>?>(nil)
        log.snapshot { result in
            answer.withLock { $0 = result }
            answer.signal()
        }
        return try #require(try answer.whenReady({ $0 != nil }) { $0 }?.get())
    }

    private func create(_ disk: SimulatedDisk, _ snapshot: LogSnapshot) throws -> CommitLog {
        try CommitLog.create(
            CommitLogConfiguration(directory: "d", segmentBytes: 8192, preallocateBytesMax: 0),
            from: snapshot,
            merging: Concatenation(),
            environment: testEnvironment(disk)
        )
    }

    @Test func itHoldsEverythingButTheRecords() throws {
        let log = try filled(SimulatedDisk())
        let taken = try snapshot(log)
        #expect(taken.uuid == log.uuid)
        #expect(taken.sources.map(\.name) == ["x", "y"] && taken.sources.map(\.checkpoint) == [[1, 2, 3], []])
        #expect(taken.sources[0].definitions == ["t": [9, 9]])
        #expect(taken.topics.map(\.name) == ["a", "b"] && taken.topics.map(\.uuid) == log.topics().map(\.uuid))
        #expect(taken.topics[0].properties == ["key": "primary", "camelCase": "x_y"])
        #expect(taken.topics.map { $0.partitions.map(\.nextOffset) } == [[0, 2], [5]])
        #expect(taken.topics[0].partitions[1].maxTimestamp == 70)
        #expect(
            taken.groups
                == ["g": [.init(topic: "a", partition: 1, offset: 1, leaderEpoch: 0, metadata: "m")]]
        )
        log.close()
    }

    @Test func ofALogAtRestItIsTheSameButForItsEnd() throws {
        let disk = SimulatedDisk()
        let log = try filled(disk)
        var taken = try snapshot(log)
        log.close()
        let inspection = try LogInspection.open(directory: "d", fileSystem: disk)
        let atRest = try inspection.snapshot(merging: Concatenation())
        #expect(atRest.endPosition > taken.endPosition && atRest.lastSequence > taken.lastSequence)
        (taken.endPosition, taken.lastSequence) = (atRest.endPosition, atRest.lastSequence)
        #expect(atRest == taken)
    }

    @Test func aLogMadeFromItGoesOnWithoutGivingAnOffsetTwice() throws {
        let old = try filled(SimulatedDisk())
        let taken = try snapshot(old)
        let disk = SimulatedDisk()
        try create(disk, taken).close()
        // What has been made is a log like any other.
        let log = try CommitLog.openTest(disk, segmentBytes: 8192)
        #expect(log.uuid == old.uuid)
        #expect(log.topics().map(\.name) == ["a", "b"] && log.topics().map(\.uuid) == old.topics().map(\.uuid))
        #expect(log.sourceState(1) == [1, 2, 3] && log.sourceState(2) == nil)
        #expect(log.sourceDefinitions(1) == ["t": [9, 9]])
        #expect(log.groupOffsets("g") == old.groupOffsets("g"))
        #expect(log.storedRetention(topic: "b") == TopicRetention(milliseconds: 60_000))
        for (id, next) in [0, 2, 5].enumerated() {
            let state = try #require(log.partitionState(PartitionID(id)))
            #expect(state.logStartOffset == Int64(next) && state.highWatermark == Int64(next))
            #expect(state.leaderEpoch == 1)
        }
        #expect(log.leaderEpochs(1) == [LeaderEpochStart(0, from: 0), LeaderEpochStart(1, from: 2)])
        try log.appendAndWait(1, timestamp: 80, source: 1, checkpoint: [4])
        #expect(try log.contents(1).map(\.offset) == [2])
        #expect(try log.offset(partition: 1, atOrAfter: 75)?.offset == 2)
        #expect(log.sourceState(1) == [1, 2, 3, 4])
        log.close()
        old.close()
        #expect(try LogInspection.open(directory: "d", fileSystem: disk).check(merging: Concatenation()).isWell)
    }

    @Test func itsFramesStandBehindThoseOfTheOldLog() throws {
        let old = try filled(SimulatedDisk())
        let taken = try snapshot(old)
        old.close()
        let disk = SimulatedDisk()
        let log = try create(disk, taken)
        let start = try #require(Segment.start(inName: String(disk.segmentPaths[0].dropFirst("d/log/".count))))
        #expect(start > taken.endPosition && start % 4096 == 0)
        log.close()
        let check = try LogInspection.open(directory: "d", fileSystem: disk).check(merging: Concatenation())
        #expect(check.logEpoch > taken.logEpoch && check.lastSequence > taken.lastSequence)
    }

    @Test func aLogThatIsThereIsNotTouched() throws {
        let disk = SimulatedDisk()
        let log = try filled(disk)
        let taken = try snapshot(log)
        #expect { try create(disk, taken) } throws: { ($0 as? CommitLogError)?.code == .inUse }
        log.close()
        let before = disk.copy()
        #expect { try create(disk, taken) } throws: { ($0 as? CommitLogError)?.code == .logExists }
        #expect(disk.segmentPaths == before.segmentPaths)
        for path in disk.segmentPaths { #expect(disk.bytes(path) == before.bytes(path)) }
    }

    /// After a power cut at any call there is no log yet, and it can be made again, or there is the whole one.
    @Test func anInterruptedCreationIsDoneAgainOrComplete() throws {
        let old = try filled(SimulatedDisk())
        let taken = try snapshot(old)
        old.close()
        var (none, whole) = (0, 0)
        for cut in 1...30 {
            for seed in 1...10 as ClosedRange<UInt64> {
                var generator = SeededGenerator(seed: seed &* 31 &+ UInt64(cut))
                let disk = SimulatedDisk()
                disk.set { $0.fault = { _, number in number > cut ? EIO : nil } }
                (try? create(disk, taken))?.abandon()
                let after = disk.afterPowerCut(using: &generator)
                let log: CommitLog
                if after.segmentPaths.isEmpty {
                    log = try create(after, taken)
                    none += 1
                } else {
                    log = try CommitLog.openTest(after, segmentBytes: 8192)
                    whole += 1
                }
                #expect(log.sourceState(1) == [1, 2, 3] && log.partitionState(1)?.highWatermark == 2)
                #expect(log.partitionState(1)?.leaderEpoch == 1, "cut \(cut) seed \(seed)")
                try log.appendAndWait(1)
                #expect(try log.contents(1).map(\.offset) == [2])
                log.close()
            }
        }
        #expect(none > 20 && whole > 20)
    }

    @Test func aSnapshotThatContradictsItselfIsRefusedAndNothingIsMade() throws {
        let old = try filled(SimulatedDisk())
        let taken = try snapshot(old)
        old.close()
        let faults: [(inout LogSnapshot) -> Void] = [
            { $0.topics.append($0.topics[0]) }, { $0.sources.append($0.sources[0]) },
            { $0.topics[0].partitions = [] }, { $0.topics[0].name = "a/b" },
            { $0.topics[0].partitions[1].nextOffset = -1 }, { $0.topics[0].partitions[1].epochs = [] },
            { $0.topics[0].partitions[1].epochs = [LeaderEpochStart(3, from: 9)] },
            { $0.groups["g"]?[0].topic = "c" }, { $0.groups["g"]?[0].partition = 2 },
            { $0.topics[0].partitions[1].nextOffset = .max }, { $0.endPosition = .max }, { $0.lastSequence = .max },
            { $0.logEpoch = .max }, { $0.topics[1].retention = TopicRetention(bytes: -1) },
            { $0.prepared = [PreparedTransaction(source: 1, xid: [1])] },
        ]
        for (number, fault) in faults.enumerated() {
            var bad = taken
            fault(&bad)
            let disk = SimulatedDisk()
            #expect("fault \(number)") { try create(disk, bad) } throws: {
                ($0 as? CommitLogError)?.code == .invalidArgument
            }
            #expect(disk.segmentPaths.isEmpty)
        }
    }

    /// Records go on arriving while snapshots are taken: each shows a position and offsets of the same moment.
    @Test func underLoadThePositionIsThatOfTheOffsets() throws {
        let log = try CommitLog.openTest(SimulatedDisk(), segmentBytes: 65536)
        let topic = try log.createTopic(name: "t", partitions: 2)
        let source = try log.registerSource(named: "s")
        let isEnough = ConditionLock(false)
        let writer = DedicatedThread(name: "load") {
            var number = 0
            while !isEnough.withLock({ $0 }) {
                try? log.append(topic.partitions[number % 2], source: source, checkpoint: [0])
                number += 1
                // The checkpoints of this test grow with each frame.
                usleep(100)
            }
        }
        var seen: Set<Int64> = []
        let deadline = monotonicMicroseconds() + 10_000_000
        while seen.count < 30, monotonicMicroseconds() < deadline {
            let taken = try snapshot(log)
            let records = taken.topics[0].partitions.reduce(0) { $0 + $1.nextOffset }
            #expect(Int64(taken.sources[0].checkpoint.count) == records)
            seen.insert(records)
        }
        isEnough.withLock { $0 = true }
        writer.join()
        #expect(seen.count == 30)
        log.close()
    }
}
