import Testing

@testable import CommitLog

/// What an open reads, trusts and tidies up.
@Suite struct NewestSegmentTests {
    private func longLog() throws -> (SimulatedDisk, PartitionID) {
        let disk = SimulatedDisk()
        let log = try CommitLog.openTest(disk, segmentBytes: 6000)
        let partition = try log.makeTopic(partitions: 2)[1]
        let source = try log.settled { try log.registerSource(named: "s") }
        for number in 0..<20 {
            try log.appendAndWait(
                partition,
                payload: [UInt8](repeating: UInt8(number), count: 500),
                source: source,
                checkpoint: [UInt8(number)]
            )
            log.shared.keeper.runPending()
        }
        log.close()
        return (disk, partition)
    }

    @Test func openReadsTheNewestSegmentAlone() throws {
        let (disk, partition) = try longLog()
        let newest = try #require(disk.segmentPaths.last)
        // Garbage of the right length: sealed segments are not looked at.
        for path in disk.segmentPaths.dropLast() {
            disk.put(path, [UInt8](repeating: 0xEE, count: disk.bytes(path).count))
        }
        let log = try CommitLog.openTest(disk, segmentBytes: 6000)
        #expect(log.sourceState(1) == Array(0..<20))
        #expect(log.partitionState(partition)?.highWatermark == 20)
        #expect(log.partitionState(partition)?.logStartOffset == 0)
        let start = Segment.start(inName: String(newest.suffix(28)))
        let entries = log.shared.state.withLock { $0.partitions[1].index.withLock { $0.entries } }
        #expect(!entries.isEmpty && entries.allSatisfy { $0.position > start ?? 0 })
        log.close()
        // But the whole log is judged by those who ask.
        #expect(throws: CommitLogError.self) { try disk.scan() }
    }

    @Test func aHoleOrAShortFileIsCorruptionAtOnce() throws {
        let (disk, _) = try longLog()
        let paths = disk.segmentPaths
        let missing = disk.copy()
        missing.set { $0.names[paths[2]] = nil }
        let short = disk.copy()
        short.put(paths[2], Array(disk.bytes(paths[2]).dropLast(8)))
        for broken in [missing, short] {
            #expect { try CommitLog.openTest(broken) } throws: { ($0 as? CommitLogError)?.code == .corruption }
        }
    }

    @Test func withoutItsOldestSegmentsTheLogBeginsLater() throws {
        let (disk, partition) = try longLog()
        let paths = disk.segmentPaths
        for count in 1..<paths.count {
            let suffix = disk.copy()
            for path in paths.prefix(count) { suffix.set { $0.names[path] = nil } }
            let log = try CommitLog.openTest(suffix, segmentBytes: 6000)
            let state = try #require(log.partitionState(partition))
            #expect(state.logStartOffset > 0 && state.highWatermark == 20)
            #expect(try log.contents(partition).map(\.offset) == Array(state.logStartOffset..<20))
            #expect(try log.offset(partition: partition, atOrAfter: 0)?.offset == state.logStartOffset)
            log.close()
            // And stays so.
            let again = try CommitLog.openTest(suffix, segmentBytes: 6000)
            #expect(again.partitionState(partition) == state)
            again.close()
        }
    }

    @Test func leftoversOfIndexesAreRemovedAndGoodOnesStay() throws {
        let (disk, _) = try longLog()
        let good = disk.indexPaths
        let newest = try #require(disk.segmentPaths.last)
        let stale = [
            IndexFile.path(ofSegment: newest), "d/log/00000000000009999999.index",
            IndexFile.temporaryPath(ofSegment: disk.segmentPaths[0]),
        ]
        for path in stale { disk.put(path, disk.bytes(good[0])) }
        disk.put("d/log/notes.txt", [1])
        let log = try CommitLog.openTest(disk)
        #expect(disk.indexPaths == good)
        #expect(disk.get { $0.names.keys.contains { $0.hasSuffix(".tmp") } } == false)
        #expect(disk.bytes("d/log/notes.txt") == [1])
        log.close()
    }

    @Test func aSegmentThatWasSealedAndNotCutOffIsCutOff() throws {
        let (disk, partition) = try longLog()
        let path = disk.segmentPaths[disk.segmentPaths.count - 2]
        let whole = disk.bytes(path)
        disk.put(path, whole + [UInt8](repeating: 0, count: 4096))
        disk.lose { _ in true }
        let log = try CommitLog.openTest(disk, segmentBytes: 6000)
        #expect(disk.bytes(path) == whole)
        #expect(try log.contents(partition).map(\.offset) == Array(0..<20))
        log.close()
    }

    @Test func anIndexOfACutSegmentIsNotBelievedByItsSuccessor() throws {
        let (disk, partition) = try longLog()
        let paths = disk.segmentPaths
        // As an operator's cut does: the newest segments go, one that was sealed is written to again.
        for path in paths.suffix(2) { disk.set { $0.names[path] = nil } }
        let log = try CommitLog.openTest(disk, segmentBytes: 6000)
        let end = try #require(log.partitionState(partition)?.highWatermark)
        for _ in 0..<12 { try log.appendAndWait(partition, payload: [UInt8](repeating: 0xAB, count: 500)) }
        #expect(try log.contents(partition).map(\.offset) == Array(0..<end + 12))
        log.close()
        let again = try CommitLog.openTest(disk, segmentBytes: 6000)
        #expect(try again.contents(partition).suffix(12).allSatisfy { $0.payload[0] == 0xAB })
        again.close()
    }
}
