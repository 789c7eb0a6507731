import Testing
import Threads

@testable import CommitLog

@Suite struct TornTailTests {
    /// Three small frames (each followed by its mark) after a topic and a source, and the log abandoned.
    static func smallLog() throws -> (disk: SimulatedDisk, partition: PartitionID) {
        let disk = SimulatedDisk()
        let log = try CommitLog.openTest(disk)
        let partition = try log.makeTopic()[0]
        let source = try log.settled { try log.registerSource(named: "s") }
        for number in 1...3 {
            try log.appendAndWait(
                partition,
                records: 2,
                payload: [UInt8(number)],
                source: source,
                checkpoint: [UInt8(number)]
            )
        }
        log.abandon()
        return (disk, partition)
    }

    @Test func aLogCutAtAnyByteOfItsLastFramesRecoversThePrefixAndGoesOn() throws {
        let (disk, partition) = try Self.smallLog()
        let whole = disk.bytes(disk.segmentPaths[0])
        let frames = try disk.frames()
        let data = frames.filter { $0.kind == .data }
        #expect(data.count == 3)
        for cut in Int(data[0].position)...whole.count {
            let copy = SimulatedDisk.with(segment: Array(whole[..<cut]), like: disk)
            let log = try CommitLog.openTest(copy)
            let kept = data.filter { $0.end <= UInt64(cut) }.count
            #expect(try log.contents(partition).map(\.payload) == (0..<kept).map { [UInt8($0 + 1)] }, "cut at \(cut)")
            #expect(log.sourceState(1) ?? [] == (0..<kept).map { UInt8($0 + 1) })
            // The source sends again what is missing, and it gets the offsets that it had.
            for number in kept..<3 {
                try log.appendAndWait(
                    partition,
                    records: 2,
                    payload: [UInt8(number + 1)],
                    source: 1,
                    checkpoint: [UInt8(number + 1)]
                )
            }
            #expect(try log.contents(partition).map(\.offset) == [0, 2, 4])
            log.close()
            let again = try CommitLog.openTest(copy)
            #expect(again.sourceState(1) == [1, 2, 3])
            #expect(try again.contents(partition).map(\.payload) == [[1], [2], [3]])
            again.abandon()
        }
    }

    @Test func rubbishAfterTheEndIsCutOffAndNeverRead() throws {
        let (disk, partition) = try Self.smallLog()
        let path = disk.segmentPaths[0]
        let whole = disk.bytes(path)
        disk.put(path, whole + (0..<5000).map { UInt8(truncatingIfNeeded: $0 * 7 + 1) })
        let log = try CommitLog.openTest(disk)
        #expect(try log.contents(partition).count == 3)
        log.close()
        #expect(disk.bytes(path).starts(with: whole))
        #expect(disk.bytes(path).count < whole.count + 512)
    }

    @Test func preparedZerosAfterTheEndAreKept() throws {
        let (disk, partition) = try Self.smallLog()
        let path = disk.segmentPaths[0]
        disk.put(path, disk.bytes(path) + [UInt8](repeating: 0, count: 100_000))
        let length = disk.bytes(path).count
        #expect(try !disk.scan().hasTornTail)
        let log = try CommitLog.openTest(disk)
        try log.appendAndWait(partition)
        log.close()
        #expect(disk.bytes(path).count == length)
    }

    @Test func aDamagedFrameThatALaterOneCallsDurableIsCorruption() throws {
        let (disk, _) = try Self.smallLog()
        let path = disk.segmentPaths[0]
        let first = try #require(try disk.frames().first { $0.kind == .data })
        var bytes = disk.bytes(path)
        bytes[Int(first.position) + 70] ^= 1
        disk.put(path, bytes)
        #expect { try CommitLog.openTest(disk) } throws: { error in
            let error = error as? CommitLogError
            return error?.code == .corruption && error?.position == first.position
        }
    }

    @Test func framesAboveTheRecordedDurableSequenceAreWrittenAgainBeforeTheyAreVisible() throws {
        let (disk, _) = try Self.smallLog()
        let path = disk.segmentPaths[0]
        let frames = try disk.frames()
        // Without the last mark, the last data frame is on record nowhere.
        let last = try #require(frames.last { $0.kind == .data })
        let kept = SimulatedDisk.with(segment: Array(disk.bytes(path)[..<Int(last.end)]), like: disk)
        let writes = ConditionLock<[String]>([])
        kept.set {
            $0.fault = { call, _ in
                if ["pwritev", "fdatasync", "fsync"].contains(call) { writes.withLock { $0.append(call) } }
                return nil
            }
        }
        let recovered = try kept.scan()
        // The mark before it was not covered by an fdatasync of its own either.
        let markBefore = try #require(frames.last { $0.end == last.position })
        #expect(markBefore.kind == .mark)
        #expect(recovered.firstUnrecordedPosition == markBefore.position)
        _ = try RecoveryRepair(environment: testEnvironment(kept), logDirectory: "d/log").run(recovered)
        #expect(writes.withLock { $0 } == ["pwritev", "fdatasync", "fsync"])
        #expect(kept.bytes(path) == Array(disk.bytes(path)[..<Int(last.end)]))
    }
}
