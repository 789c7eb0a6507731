import Testing

@testable import CommitLog

@Suite struct LogRepairTests {
    @Test func aWellLogNeedsNoRepair() throws {
        let log = try DamagedLog.make()
        log.makeReadOnly()
        #expect(try log.repair().plan() == nil)
    }

    @Test func aPlanSaysWhatIsLostAndChangesNothing() throws {
        let log = try DamagedLog.make()
        let frames = try log.dataFrames()
        log.flip(at: frames[4].position + 100)
        let before = log.disk.segmentPaths.map { log.disk.bytes($0) }
        log.makeReadOnly()
        let plan = try #require(try log.repair().plan())
        #expect(plan.position == frames[4].position && plan.segment == log.path(of: frames[4].position))
        #expect(plan.loss.unreadableBytes == frames[4].end - frames[4].position)
        #expect(plan.loss.records == 14 && plan.loss.sources == ["trade"])
        #expect(plan.loss.partitions == [LogLoss.Partition(name: "orders-1", offsets: 10...23)])
        #expect(log.disk.segmentPaths.map { log.disk.bytes($0) } == before)
    }

    @Test func aCutLogOpensGoesOnAndTellsItsReaders() throws {
        for index in 0..<12 {
            let log = try DamagedLog.make()
            let frame = try log.dataFrames()[index]
            log.flip(at: frame.position + 100)
            #expect(try log.inspect().check(merging: Concatenation()).damage?.position == frame.position)
            let paths = log.disk.segmentPaths
            let cut = log.path(of: frame.position)
            let bytes = log.disk.bytes(cut)
            let start = try #require(Segment.start(inName: String(cut.suffix(28))))
            do {
                let repair = try log.repair()
                let plan = try #require(try repair.plan())
                try repair.cut(plan)
                for path in plan.copies { #expect(!log.disk.bytes(path).isEmpty) }
                let kept = log.disk.bytes(plan.copyPath(of: cut))
                #expect(bytes[Int(plan.position - start)...] == kept[...] && log.path(of: frame.position) == cut)
                #expect(plan.copies.count == paths.count - (try #require(paths.firstIndex(of: cut))))
            }
            let again = try CommitLog.openTest(log.disk)
            #expect(again.sourceState(1) ?? [] == (0..<index).map { UInt8($0 + 1) })
            let end = Int64(index) * 2
            #expect(again.partitionState(log.partition)?.highWatermark == end)
            #expect(again.leaderEpochs(log.partition).last == LeaderEpochStart(epoch: 1, startOffset: end))
            try again.appendAndWait(log.partition)
            #expect(try again.contents(log.partition).last?.offset == end)
            again.close()
            #expect(try log.inspect().check(merging: Concatenation()).isWell)
        }
    }

    @Test func aSegmentWithoutItsStateGoesWhole() throws {
        let log = try DamagedLog.make()
        let start = try #require(Segment.start(inName: String(log.disk.segmentPaths[2].suffix(28))))
        let copies = log.disk.segmentPaths[2...]
        for position in [start + 17, start + UInt64(SegmentHeader.size) + 30] {
            let damaged = DamagedLog(disk: log.disk.copy(), partition: log.partition)
            damaged.flip(at: position)
            let repair = try damaged.repair()
            let plan = try #require(try repair.plan())
            #expect(plan.position == start && plan.segment == nil)
            try repair.cut(plan)
            #expect(plan.segmentsRemoved == Array(copies) && plan.copies.allSatisfy { !damaged.disk.bytes($0).isEmpty })
            _ = try damaged.disk.scan()
        }
    }

    @Test func theEarliestOfSeveralDamagesIsCut() throws {
        let log = try DamagedLog.make()
        let first = try log.dataFrames()[1]
        let header = try #require(Segment.start(inName: String(log.disk.segmentPaths[2].suffix(28)))) + 17
        log.flip(at: header)
        log.flip(at: first.position + 100)
        let repair = try log.repair()
        let plan = try #require(try repair.plan())
        #expect(plan.position == first.position)
        try repair.cut(plan)
        _ = try log.disk.scan()
    }

    @Test func aLogOfWhichNothingWouldBeLeftIsRefused() throws {
        let log = try DamagedLog.make()
        log.flip(at: UInt64(SegmentHeader.size) + 70)
        #expect { try log.repair().plan() } throws: { error in
            let error = error as? CommitLogError
            return error?.code == .corruption && error?.remedy.contains("later segments open without it") == true
        }
        // What the remedy says is true.
        log.disk.set { $0.names[log.disk.segmentPathsUnlocked($0)[0]] = nil }
        let rest = try CommitLog.openTest(log.disk)
        #expect(rest.sourceState(1) == Array(1...12))
        rest.abandon()
    }

    @Test func aRepairThatAFullDiskStopsCanBeDoneAgain() throws {
        let log = try DamagedLog.make()
        let frame = try log.dataFrames()[7]
        log.flip(at: frame.position + 100)
        for call in 1...60 {
            let disk = log.disk.copy()
            let damaged = DamagedLog(disk: disk, partition: log.partition)
            do {
                let repair = try damaged.repair()
                let plan = try #require(try repair.plan())
                let calls = disk.get { $0.calls }
                disk.set { $0.fault = { _, number in number == calls + call ? 28 : nil } }
                try? repair.cut(plan)
            }
            disk.set { $0.fault = nil }
            do {
                let repair = try damaged.repair()
                if let plan = try repair.plan() { try repair.cut(plan) }
            }
            let again = try CommitLog.openTest(disk)
            #expect(again.partitionState(log.partition)?.highWatermark == 14, "call \(call)")
            again.abandon()
        }
    }
}

extension SimulatedDisk {
    fileprivate func segmentPathsUnlocked(_ state: State) -> [String] {
        state.names.keys.filter { $0.hasSuffix(".segment") }.sorted()
    }
}
