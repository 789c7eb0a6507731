import Testing

@testable import CommitLog

@Suite struct RelocationTests {
    /// A log in which one topic expires at once and another stays: of each segment little lives.
    private func scene() throws -> (SpaceScene, bulk: PartitionID, sparse: PartitionID) {
        let scene = try SpaceScene()
        let (bulk, sparse) = (try scene.topic("bulk")[0], try scene.topic("sparse")[0])
        scene.retain { $0.topic = { $0 == "bulk" ? TopicRetention(milliseconds: 0) : TopicRetention() } }
        scene.starts[bulk] = (0, .max)
        return (scene, bulk, sparse)
    }

    @Test func whatLivesOfNearlyDeadSegmentsMovesAndTheDiskIsFreed() throws {
        let (scene, bulk, sparse) = try scene()
        try scene.fill(bulk: bulk, sparse: sparse, segments: 12)
        let before = scene.fileBytes
        try scene.apply()
        #expect(scene.log.statistics.space.segmentsRelocated > 5)
        #expect(scene.disk.segmentPaths.count <= 3)
        #expect(scene.fileBytes < before / 3)
        try scene.check()
        for end in [SpaceScene.End.clean, .kill, .power(5), .power(6)] {
            try scene.reopen(end)
            try scene.check()
        }
        // Once more, copies of copies included.
        for round in 0..<4 {
            try scene.fill(bulk: bulk, sparse: sparse, segments: 6)
            try scene.apply()
            try scene.check()
            try scene.reopen(round % 2 == 0 ? .kill : .clean)
            try scene.check()
        }
        #expect(scene.log.partitionState(sparse)?.logStartOffset == 0)
        let walk = try LogInspectionScene.walk(scene.disk)
        #expect(walk.damage == 0)
        #expect(walk.kinds.contains(.relocated) && walk.kinds.contains(.space))
        scene.log.close()
        #expect(try LogInspectionScene.check(scene.disk).isWell)
    }

    @Test func relocatedRecordsExpireWithTheirOwnTime() throws {
        let (scene, bulk, sparse) = try scene()
        try scene.fill(bulk: bulk, sparse: sparse, segments: 6)
        let old = Int64(try scene.log.contents(sparse).count)
        scene.clock.advance(microseconds: 3_600_000_000)
        try scene.fill(bulk: bulk, sparse: sparse, segments: 6)
        try scene.apply()
        #expect(scene.log.statistics.space.segmentsRelocated > 5)
        try scene.check()
        scene.retain { $0.milliseconds = 1_800_000 }
        scene.starts[sparse] = (old - 2, old)
        try scene.apply()
        try scene.check()
        try scene.reopen(.power(9))
        try scene.check()
    }

    @Test func recordsOfRelocatedRangesAreDeletedByOffsetToo() throws {
        let (scene, bulk, sparse) = try scene()
        try scene.fill(bulk: bulk, sparse: sparse, segments: 8)
        try scene.apply()
        scene.starts[sparse] = (4, 4)
        try scene.log.deleteRecords(partition: sparse, before: 4)
        try scene.check()
        try scene.apply()
        try scene.reopen(.kill)
        try scene.check()
    }

    /// The process dies in each call to the disk while segments are deleted and relocated, and the disk with it.
    @Test(arguments: [true, false]) func aCrashAtAnyCallLosesNothing(isPowerCut: Bool) throws {
        var call = 1
        while true {
            let (scene, bulk, sparse) = try scene()
            try scene.fill(bulk: bulk, sparse: sparse, segments: 4)
            let highWatermark = try #require(scene.log.partitionState(bulk)?.highWatermark)
            scene.starts[bulk] = (0, highWatermark)
            let calls = call
            scene.disk.set { $0.callsUntilCrash = calls }
            let isThrough = (try? scene.apply()) != nil && !scene.disk.get { $0.isCrashed }
            scene.disk.set { $0.callsUntilCrash = nil }
            try scene.reopen(isPowerCut ? .power(UInt64(call)) : .kill)
            try scene.check("crash in call \(call)")
            // And on from there.
            try scene.apply()
            try scene.check("after the crash in call \(call)")
            try scene.fill(bulk: bulk, sparse: sparse, segments: 1)
            try scene.reopen(.clean)
            try scene.check("at the end, crash in call \(call)")
            scene.log.close()
            #expect(try LogInspectionScene.check(scene.disk).isWell)
            if isThrough { break }
            call += 1
        }
        #expect(call > 30)
    }

    @Test(arguments: 1...60 as ClosedRange<UInt64>)
    func anythingInAnyOrderEqualsTheModel(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let (scene, bulk, sparse) = try scene()
        let third = try scene.topic("third", partitions: 2)
        for _ in 0..<60 {
            switch generator.below(20) {
            case 0...6: try scene.fill(bulk: bulk, sparse: sparse, segments: 1)
            case 7...9:
                for id in third where generator.chance(50) { try scene.append(id, bytes: generator.below(2000)) }
            case 10...12: try scene.apply()
            case 13:
                let id = third[generator.below(2)]
                let state = try #require(scene.log.partitionState(id))
                let offset =
                    state.logStartOffset
                    + Int64(generator.below(Int(state.highWatermark - state.logStartOffset) + 1))
                scene.starts[id] = (offset, offset)
                try scene.log.deleteRecords(partition: id, before: offset)
            case 14: scene.log.shared.keeper.runPending()
            case 15:
                scene.clock.advance(microseconds: 600_000_000)
                scene.log.shared.keeper.tick()
            case 16: try scene.reopen(.clean)
            case 17: try scene.reopen(.power(seed))
            default:
                let calls = 1 + generator.below(120)
                scene.disk.set { $0.callsUntilCrash = calls }
                try? scene.apply()
                scene.disk.set { $0.callsUntilCrash = nil }
                try scene.reopen(generator.chance(50) ? .kill : .power(seed + UInt64(calls)))
            }
            try scene.check("seed \(seed)")
        }
    }
}

/// What the tools say of a log at rest.
enum LogInspectionScene {
    static func walk(_ disk: SimulatedDisk) throws -> (kinds: Set<FrameKind>, damage: Int) {
        let walk = try LogWalk(disk, logDirectory: "d/log", from: 0)
        var kinds: Set<FrameKind> = []
        var damage = 0
        while let step = try walk.next() {
            switch step {
            case .frame(let content, _): FrameKind(rawValue: content.header.kind).map { _ = kinds.insert($0) }
            case .damage: damage += 1
            }
        }
        return (kinds, damage)
    }

    static func check(_ disk: SimulatedDisk) throws -> LogCheck {
        let scan = RecoveryScan(
            environment: testEnvironment(disk),
            logDirectory: "d/log",
            merging: Concatenation()
        )
        return try LogCheck.run(scan, { _, _ in nil }, { _ in })
    }
}
