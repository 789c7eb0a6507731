import Testing

@testable import CommitLog

@Suite struct DeletionTests {
    @Test func afterRetentionLeftTheLastSegmentEverythingElseIsThere() throws {
        let scene = try SpaceScene()
        let partition = try scene.topic("t")[0]
        let source = try scene.log.registerSource(named: "s")
        scene.log.commitOffsets(group: "g", entries: [GroupOffset(partition: partition, offset: 3)]) { _ in }
        for number in 0..<60 { try scene.append(partition, source: source, checkpoint: [UInt8(number)]) }
        #expect(scene.disk.segmentPaths.count > 3)
        scene.retain { $0.milliseconds = 0 }
        scene.starts[partition] = (0, 60)
        try scene.apply()
        #expect(scene.disk.segmentPaths.count == 1)
        #expect(scene.log.statistics.segments == 1)
        #expect(scene.log.statistics.space.segmentsDeleted > 2)
        for end in [SpaceScene.End.clean, .kill, .power(7)] {
            try scene.reopen(end)
            try scene.check()
            #expect(scene.log.sourceState(source) == (0..<60).map { UInt8($0) })
            #expect(scene.log.groupOffsets("g").map(\.offset) == [3])
            #expect(scene.log.partitionState(partition)?.highWatermark == 60)
            #expect(scene.log.partitionState(partition)?.logStartOffset ?? 0 > 30)
        }
        try scene.append(partition)
        try scene.check()
        #expect(scene.disk.get { $0.names.keys.filter { $0.hasSuffix(".index") }.count } <= 1)
    }

    @Test func whoReadsASegmentThatIsDeletedReadsOn() throws {
        let scene = try SpaceScene()
        let partition = try scene.topic("t")[0]
        for _ in 0..<60 { try scene.append(partition) }
        var slices: [BatchSlice] = []
        try scene.log.read(partition: partition, from: 0, maxBytes: .max, into: &slices)
        let before = try slices.map { try $0.bytes() }
        scene.retain { $0.bytes = 0 }
        try scene.apply()
        #expect(scene.disk.segmentPaths.count == 1)
        #expect(try slices.map { try $0.bytes() } == before)
        #expect { try scene.log.readSlices(partition, from: 0) } throws: {
            ($0 as? CommitLogError)?.code == .offsetOutOfRange
        }
    }

    @Test func recordsAreDeletedUpToAnOffset() throws {
        let scene = try SpaceScene()
        let ids = try scene.topic("t", partitions: 2)
        for _ in 0..<30 { for id in ids { try scene.append(id) } }
        scene.starts[ids[0]] = (17, 17)
        #expect(try scene.log.deleteRecords(partition: ids[0], before: 17) == 17)
        #expect(try scene.log.deleteRecords(partition: ids[0], before: 5) == 17)
        try scene.check()
        try scene.reopen(.power(3))
        try scene.check()
        // All of both: what is not being written goes with the next look.
        scene.starts = [ids[0]: (30, 30), ids[1]: (30, 30)]
        for id in ids { try scene.log.deleteRecords(partition: id, before: 30) }
        #expect(scene.log.shared.space.takeRequest())
        try scene.apply()
        #expect(scene.disk.segmentPaths.count == 1)
        try scene.reopen(.kill)
        try scene.check()
        #expect { try scene.log.deleteRecords(partition: ids[0], before: 31) } throws: {
            ($0 as? CommitLogError)?.code == .offsetOutOfRange
        }
        #expect { try scene.log.deleteRecords(partition: 9, before: 0) } throws: {
            ($0 as? CommitLogError)?.code == .notFound
        }
    }

    @Test func protectedRecordsStayUntilTheyAreRead() throws {
        let scene = try SpaceScene()
        let partition = try scene.topic("t")[0]
        for _ in 0..<100 { try scene.append(partition) }
        func commit(_ offset: Int64) {
            scene.log.commitOffsets(group: "g", entries: [GroupOffset(partition: partition, offset: offset)]) { _ in }
            while scene.log.step() == .worked {}
        }
        nonisolated(unsafe) var notices: [LogNotice] = []
        scene.log.onNotice { notices.append($0) }
        commit(40)
        scene.retain {
            $0.milliseconds = 0
            $0.protection = GroupProtection(group: "g", bytesMax: 1 << 30)
        }
        scene.starts[partition] = (0, 40)
        try scene.apply()
        let start = try #require(scene.log.partitionState(partition)?.logStartOffset)
        #expect(start > 10 && start <= 40)
        try scene.check()
        #expect(notices.isEmpty)
        let held = scene.log.statistics.space.protectedBytes
        #expect(held > 10_000)
        // Three quarters, nine tenths, and less than there is.
        scene.retain { $0.protection?.bytesMax = Int64(held) * 100 / 80 }
        try scene.apply()
        scene.retain { $0.protection?.bytesMax = Int64(held) * 100 / 95 }
        try scene.apply()
        try scene.apply()
        #expect(notices.map(\.kind) == [.protectionFilling, .protectionFilling])
        scene.retain { $0.protection?.bytesMax = Int64(held) - 1 }
        scene.starts[partition] = (start + 1, 100)
        try scene.apply()
        #expect(notices.map(\.kind).last == .protectionGaveWay)
        #expect(scene.log.statistics.space.protectedBytesLost > 0)
        try scene.check()
        commit(100)
        try scene.apply()
        #expect(scene.log.statistics.space.protectedBytes == 0)
        #expect(scene.disk.segmentPaths.count == 1)
    }

    @Test func aTopicsOwnRetentionGoesBeforeTheConfigurationAndStays() throws {
        let scene = try SpaceScene()
        _ = try scene.topic("t")
        scene.retain {
            $0.milliseconds = 1000
            $0.topic = { $0 == "t" ? TopicRetention(bytes: 7) : TopicRetention() }
        }
        #expect(scene.log.retention(topic: "t") == TopicRetention(milliseconds: 1000, bytes: 7))
        try scene.log.setRetention(topic: "t", TopicRetention(bytes: TopicRetention.unlimited))
        try scene.reopen(.power(1))
        #expect(scene.log.retention(topic: "t") == TopicRetention(milliseconds: 1000, bytes: .max))
        #expect(scene.log.storedRetention(topic: "t") == TopicRetention(bytes: .max))
        try scene.log.setRetention(topic: "t", TopicRetention())
        #expect(scene.log.retention(topic: "t") == TopicRetention(milliseconds: 1000, bytes: 7))
        #expect(scene.log.storedRetention(topic: "t") == nil)
        #expect(scene.log.retention(topic: "u") == nil)
        #expect { try scene.log.setRetention(topic: "t", TopicRetention(bytes: -1)) } throws: {
            ($0 as? CommitLogError)?.code == .invalidArgument
        }
    }

    @Test func aQuietSegmentIsSealedSoThatItCanExpire() throws {
        let scene = try SpaceScene(segmentBytes: 1 << 20)
        let partition = try scene.topic("t")[0]
        try scene.append(partition)
        scene.retain { $0.milliseconds = 3_600_000 }
        scene.starts[partition] = (0, 1)
        let keeper = scene.log.shared.keeper
        keeper.tick()
        #expect(scene.disk.segmentPaths.count == 1)
        scene.clock.advance(microseconds: 451_000_000)
        keeper.tick()
        #expect(scene.disk.segmentPaths.count == 2)
        for _ in 0..<8 {
            scene.clock.advance(microseconds: 600_000_000)
            keeper.tick()
        }
        #expect(scene.log.partitionState(partition)?.logStartOffset == 1)
        #expect(scene.disk.segmentPaths.count == 1)
        // Nothing in it: nothing to seal.
        scene.clock.advance(microseconds: 36_000_000_000)
        keeper.tick()
        keeper.tick()
        #expect(scene.disk.segmentPaths.count == 1)
        try scene.reopen(.clean)
        try scene.check()
    }

    @Test func aClockThatRunsAwayDeletesNothingForADay() throws {
        let scene = try SpaceScene()
        let partition = try scene.topic("t")[0]
        for _ in 0..<60 { try scene.append(partition) }
        scene.retain { $0.milliseconds = 7 * 86_400_000 }
        nonisolated(unsafe) var notices: [LogNotice] = []
        scene.log.onNotice { notices.append($0) }
        let keeper = scene.log.shared.keeper
        keeper.tick()
        scene.clock.set(by: 365 * 86_400_000_000)
        for _ in 0..<23 {
            scene.clock.advance(microseconds: 3_600_000_000)
            keeper.tick()
        }
        try scene.check()
        #expect(notices.map(\.kind) == [.clockStepped])
        scene.clock.set(by: -365 * 86_400_000_000)
        for _ in 0..<48 {
            scene.clock.advance(microseconds: 3_600_000_000)
            keeper.tick()
        }
        try scene.check()
    }

    @Test func missingOldSegmentsAreToldAndLeftBehind() throws {
        let scene = try SpaceScene()
        let partition = try scene.topic("t")[0]
        for _ in 0..<60 { try scene.append(partition) }
        scene.log.close()
        let paths = scene.disk.segmentPaths
        scene.disk.set { $0.names[paths[0]] = nil }
        scene.starts[partition] = (1, 30)
        try scene.reopen(.clean)
        nonisolated(unsafe) var notices: [LogNotice] = []
        scene.log.onNotice { notices.append($0) }
        #expect(notices.map(\.kind) == [.segmentsMissing])
        try scene.check()
        try scene.apply()
        // On record now: no more to be told at the next start.
        try scene.reopen(.kill)
        notices = []
        scene.log.onNotice { notices.append($0) }
        #expect(notices.isEmpty)
        try scene.check()
    }
}

extension DeletionTests {
    @Test func recordsOfAClockThatWasAheadExpireWithTheOthers() throws {
        let scene = try SpaceScene()
        let partition = try scene.topic("t")[0]
        let year: Int64 = 365 * 86_400_000_000
        scene.clock.set(by: year)
        for _ in 0..<30 { try scene.append(partition) }
        scene.clock.set(by: -year)
        for _ in 0..<60 { try scene.append(partition) }
        scene.clock.advance(microseconds: 10_000_000)
        for _ in 0..<30 { try scene.append(partition) }
        scene.retain { $0.milliseconds = 5_000 }
        scene.starts[partition] = (60, 119)
        try scene.apply()
        try scene.check()
        #expect(scene.disk.segmentPaths.count > 1)
    }
}
