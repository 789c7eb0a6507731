import Testing

@testable import CommitLog

/// What those see who look at a log with chains, and what a repair says and does.
@Suite struct ChainInspectionTests {
    /// Offsets of partition 0: 0–1 data, 2–3 a dead chain, 2–5 a chain, 6–7 data.
    private func write() throws -> SimulatedDisk {
        let scene = try ChainScene()
        try scene.data(2, checkpoint: [1], [(0, [1])])
        try scene.part([(0, [2])])
        try scene.settle()
        scene.log.abortChain(source: 1)
        try scene.part([(0, [3])])
        try scene.settle()
        try scene.part([(0, [4]), (1, [5])])
        try scene.settle()
        try scene.end(checkpoint: [6])
        try scene.settle()
        try scene.data(2, checkpoint: [2], [(0, [7])])
        try scene.settle()
        scene.log.close()
        return scene.disk
    }

    private func damaged(_ disk: SimulatedDisk, _ frame: FoundFrame) -> DamagedLog {
        let log = DamagedLog(disk: disk.copy(), partition: 0)
        log.flip(at: frame.position + 70)
        return log
    }

    @Test func aCheckCountsDeadRecordsByThemselves() throws {
        let check = try DamagedLog(disk: try write(), partition: 0).inspect().check(merging: Concatenation())
        #expect(check.isWell && check.records == 10 && check.deadRecords == 2)
        #expect(check.frames[.chainBegin] == 2 && check.frames[.chainContinue] == 1)
        #expect(check.frames[.chainEnd] == 1 && check.frames[.chainAbort] == 1)
    }

    @Test func aWalkNamesTheChainOfEachFrame() throws {
        let walk = try DamagedLog(disk: try write(), partition: 0).inspect().walk()
        var chains: [FrameKind: Set<UInt64>] = [:]
        while case .frame(let content, _)? = try walk.next() {
            guard let kind = FrameKind(rawValue: content.header.kind) else { continue }
            chains[kind, default: []].formUnion(content.chain.map { [$0] } ?? [])
            if kind == .chainEnd { #expect(content.sourceCheckpoint.map { Array($0) } == [6]) }
        }
        #expect(chains[.chainBegin]?.count == 2 && chains[.data]?.isEmpty == true)
        #expect(
            chains[.chainContinue] == chains[.chainEnd]
                && chains[.chainEnd]?.isDisjoint(with: chains[.chainAbort] ?? []) == true)
    }

    @Test func aRepairWithinAChainTakesItBackWholeAndSaysSo() throws {
        let disk = try write()
        let frames = try disk.frames().filter { $0.kind?.isOfChain == true }
        #expect(frames.map(\.kind) == [.chainBegin, .chainAbort, .chainBegin, .chainContinue, .chainEnd])
        // The second part, and then the end: the first part stands before the cut.
        for frame in frames[3...] {
            let log = damaged(disk, frame)
            do {
                let repair = try log.repair()
                let plan = try #require(try repair.plan())
                #expect(plan.position == frame.position)
                let lost = Dictionary(uniqueKeysWithValues: plan.loss.partitions.map { ($0.name, $0.offsets) })
                #expect(lost["t-0"] == 2...7, "damage in \(String(describing: frame.kind))")
                if frame.kind == .chainEnd { #expect(lost["t-1"] == 0...1) }
                #expect(plan.loss.sources.contains("b"))
                try repair.cut(plan)
            }
            let scene = try ChainScene(log.disk)
            #expect(try scene.seen() == [[1], [], []])
            #expect(scene.log.sourceState(1) == nil && scene.log.sourceState(2) == [1])
            #expect(scene.log.leaderEpochs(0).last == LeaderEpochStart(epoch: 1, startOffset: 2))
            try scene.part([(0, [3])])
            try scene.end(checkpoint: [6], [(1, [5])])
            try scene.settle()
            #expect(try scene.seen() == [[1, 3], [5], []])
            scene.log.close()
            #expect(try log.inspect().check(merging: Concatenation()).isWell)
        }
    }

    @Test func aDeadChainIsNoLoss() throws {
        let disk = try write()
        let dead = try #require(try disk.frames().first { $0.kind == .chainAbort })
        let mark = try #require(try disk.frames().last { $0.end <= dead.position && $0.kind == .mark })
        let plan = try #require(try damaged(disk, mark).repair().plan())
        #expect(plan.loss.partitions.first { $0.name == "t-0" }?.offsets == 2...7)
        let last = try #require(try disk.frames().last { $0.kind == .data })
        #expect(try #require(try damaged(disk, last).repair().plan()).loss.records == 0)
    }

    @Test func framesThatContradictTheirChainAreCorruption() throws {
        let disk = try write()
        let path = disk.segmentPaths[0]
        for frame in try disk.frames() where frame.kind?.isOfChain == true {
            for (at, byte) in [(48, UInt8(0x77)), (44, 2), (13, 2)] {
                if at == 13, frame.kind == .chainBegin { continue }
                var bytes = disk.bytes(path)
                bytes[Int(frame.position) + at] = byte
                reseal(&bytes, frame, try disk.scan().uuid)
                let copy = SimulatedDisk.with(segment: bytes, like: disk)
                #expect { try CommitLog.openTest(copy) } throws: { ($0 as? CommitLogError)?.code == .corruption }
            }
        }
    }
}
