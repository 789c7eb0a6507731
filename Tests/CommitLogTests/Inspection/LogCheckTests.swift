import Testing

@testable import CommitLog

@Suite struct LogCheckTests {
    @Test func aWellLogIsCountedAndNotChanged() throws {
        let log = try DamagedLog.make()
        let before = log.disk.segmentPaths.map { log.disk.bytes($0) }
        let frames = try log.disk.frames()
        log.makeReadOnly()
        let check = try log.inspect().check(merging: Concatenation())
        #expect(check.isWell && check.damage == nil && !check.hasInterruptedWrite)
        #expect(check.segments == log.disk.segmentPaths.count && check.segments > 2)
        #expect(check.frameCount == frames.count)
        #expect(check.frames[.data] == 12 && check.frames[.state] == check.segments)
        #expect(check.batches == 12 && check.records == 24 && check.topics == 1 && check.sources == 1)
        #expect(check.endPosition == frames.last?.end)
        #expect(log.disk.segmentPaths.map { log.disk.bytes($0) } == before)
    }

    @Test func aFlippedBitInAnyDataFrameIsTheFirstBadPosition() throws {
        for index in 0..<12 {
            let log = try DamagedLog.make()
            let frame = try log.dataFrames()[index]
            log.flip(at: frame.position + 200)
            log.makeReadOnly()
            let check = try log.inspect().check(merging: Concatenation())
            #expect(!check.isWell)
            #expect(check.damage?.code == .corruption && check.damage?.position == frame.position, "frame \(index)")
            #expect(check.frames[.data, default: 0] == index && check.endPosition == frame.position)
        }
    }

    @Test func aDamagedSegmentHeaderIsNamedByItsPosition() throws {
        let log = try DamagedLog.make()
        let start = try #require(Segment.start(inName: String(log.disk.segmentPaths[2].suffix(28))))
        log.flip(at: start + 17)
        let check = try log.inspect().check(merging: Concatenation())
        #expect(check.damage?.position == start)
    }

    @Test func aBatchThatIsWrongInAGoodFrameIsNamed() throws {
        let log = try DamagedLog.make()
        let check = try log.inspect().check(
            merging: Concatenation(),
            judgingBatches: { entry, bytes in entry.baseOffset >= 10 ? "has \(bytes.count) bytes" : nil }
        )
        #expect(!check.isWell && check.damage == nil && check.badBatches == 7)
        let frame = try log.dataFrames()[5]
        #expect(check.firstBadBatch?.partition == "orders-1" && check.firstBadBatch?.baseOffset == 10)
        #expect((check.firstBadBatch?.position ?? 0) > frame.position && check.firstBadBatch?.why == "has 361 bytes")
    }

    @Test func anInterruptedWriteIsNoDamage() throws {
        let (disk, _) = try TornTailTests.smallLog()
        let path = disk.segmentPaths[0]
        disk.put(path, disk.bytes(path) + [1, 2, 3, 4, 5, 6, 7, 8])
        let check = try LogInspection.open(directory: "d", fileSystem: disk).check(merging: Concatenation())
        #expect(check.isWell && check.hasInterruptedWrite)
    }

    @Test func aLogInUseOrADirectoryWithoutOneIsRefused() throws {
        let disk = SimulatedDisk()
        #expect { try LogInspection.open(directory: "d", fileSystem: disk) } throws: {
            ($0 as? CommitLogError)?.code == .notFound
        }
        let log = try CommitLog.openTest(disk)
        #expect { try LogInspection.open(directory: "d", fileSystem: disk) } throws: {
            ($0 as? CommitLogError)?.code == .inUse
        }
        log.close()
        _ = try LogInspection.open(directory: "d", fileSystem: disk)
    }

    @Test func sourcesAreReadWithoutRepair() throws {
        let log = try DamagedLog.make()
        log.makeReadOnly()
        let sources = try log.inspect().sources(merging: Concatenation())
        #expect(sources.map(\.name) == ["trade"] && sources.map(\.checkpoint) == [Array(1...12)])
    }
}
