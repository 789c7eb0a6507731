import Testing

@testable import CommitLog

@Suite struct SegmentTests {
    /// A log of several segments with a topic, a source, a group and 40 frames.
    private func longLog() throws -> (SimulatedDisk, PartitionID) {
        let disk = SimulatedDisk()
        let log = try CommitLog.openTest(disk, segmentBytes: 8192)
        let partition = try log.makeTopic(partitions: 2)[1]
        let source = try log.settled { try log.registerSource(named: "s") }
        try log.settled {
            log.commitOffsets(group: "g", entries: [GroupOffset(partition: partition, offset: 1)]) { _ in }
        }
        for number in 0..<40 {
            try log.append(
                partition,
                payload: [UInt8(number)] + [UInt8](repeating: 0, count: 700),
                timestamp: Int64(number),
                source: source,
                checkpoint: [UInt8(number)]
            )
        }
        log.close()
        return (disk, partition)
    }

    @Test func eachSegmentBeginsWithStateAndWhereTheLastOneEnded() throws {
        let (disk, _) = try longLog()
        let log = try disk.scan()
        #expect(log.segments.count > 5)
        let frames = try disk.frames()
        #expect(frames.map(\.header.sequence) == Array(1...UInt64(frames.count)))
        for segment in log.segments {
            let first = try #require(frames.first { $0.position >= segment.start })
            #expect(first.position == segment.start + UInt64(SegmentHeader.size))
            #expect(first.kind == .state)
            // Sealed: all before is on record as durable.
            #expect(first.header.durableSequence == first.header.sequence - 1)
            let length = try segment.file.length()
            #expect(length <= 8192 + 64 * 3)
        }
    }

    @Test func allSegmentsAreReadAsOneLog() throws {
        let (disk, partition) = try longLog()
        let log = try CommitLog.openTest(disk, segmentBytes: 8192)
        #expect(try log.contents(partition).map { Int($0.payload[0]) } == Array(0..<40))
        #expect(log.statistics.segments > 5)
        log.close()
    }

    @Test func anySuffixOfTheSegmentsRecoversAlone() throws {
        let (disk, partition) = try longLog()
        let paths = disk.segmentPaths
        for first in 1..<paths.count {
            let suffix = SimulatedDisk()
            for path in paths[first...] { suffix.put(path, disk.bytes(path)) }
            let log = try CommitLog.openTest(suffix, segmentBytes: 8192)
            let state = try #require(log.partitionState(partition))
            #expect(state.highWatermark == 40)
            #expect(try log.contents(partition).map(\.offset) == Array(state.logStartOffset..<40))
            #expect(log.sourceState(1) == (0..<40).map { UInt8($0) })
            #expect(log.topics().count == 1)
            #expect(log.groupOffsets("g").map(\.offset) == [1])
            #expect { try log.readSlices(partition, from: state.logStartOffset - 1) } throws: {
                ($0 as? CommitLogError)?.code == .offsetOutOfRange
            }
            log.close()
        }
    }

    @Test func aMissingOrShortenedSegmentInTheMiddleIsCorruption() throws {
        let (disk, _) = try longLog()
        let paths = disk.segmentPaths
        let missing = disk.copy()
        missing.set { $0.names[paths[2]] = nil }
        #expect { try missing.scan() } throws: { ($0 as? CommitLogError)?.code == .corruption }
        let shortened = disk.copy()
        shortened.put(paths[2], Array(disk.bytes(paths[2]).dropLast(64)))
        #expect { try shortened.scan() } throws: { ($0 as? CommitLogError)?.code == .corruption }
    }

    @Test func aSegmentOfAnotherLogIsRefused() throws {
        let (disk, _) = try longLog()
        let path = disk.segmentPaths[1]
        var bytes = disk.bytes(path)
        bytes[16] ^= 1
        disk.put(path, bytes)
        #expect { try disk.scan() } throws: { ($0 as? CommitLogError)?.code == .corruption }
    }

    @Test func aSpareLeftByACrashIsNoPartOfTheLog() throws {
        let (disk, partition) = try longLog()
        disk.put("d/log/spare", [UInt8](repeating: 7, count: 5000))
        let log = try CommitLog.openTest(disk, segmentBytes: 8192)
        for _ in 0..<20 { try log.append(partition, payload: [UInt8](repeating: 1, count: 700)) }
        log.close()
        let again = try CommitLog.openTest(disk)
        #expect(again.partitionState(partition)?.highWatermark == 60)
        again.close()
    }

    @Test func aFrameLargerThanASegmentHasOneOfItsOwn() throws {
        let disk = SimulatedDisk()
        let log = try CommitLog.openTest(disk, segmentBytes: 8192)
        let partition = try log.makeTopic()[0]
        for number in 0..<4 { try log.append(partition, payload: [UInt8](repeating: UInt8(number), count: 20_000)) }
        log.close()
        let again = try CommitLog.openTest(disk, segmentBytes: 8192)
        #expect(try again.contents(partition).map(\.payload[0]) == [0, 1, 2, 3])
        again.close()
    }
}

extension CommitLog {
    func readSlices(_ partition: PartitionID, from offset: Int64) throws {
        var slices: [BatchSlice] = []
        try read(partition: partition, from: offset, maxBytes: .max, into: &slices)
    }
}
