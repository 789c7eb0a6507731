import Glibc
import Testing

@testable import CommitLog

/// A crash between any two bytes of a chain: it is there as a whole, or not at all.
@Suite struct ChainRecoveryTests {
    /// Before the chain; with a chain that was aborted; with the chain; with what came after it.
    private static let steps: [(checkpoint: UInt8, records: [[UInt8]])] = [
        (0, [[], [], []]),
        (1, [[1], [], []]),
        (2, [[1, 3, 4, 6], [5], []]),
        (3, [[1, 3, 4, 6, 7], [5], [8]]),
    ]

    private static func write(_ disk: SimulatedDisk, segmentBytes: Int = 1 << 20) throws {
        let scene = try ChainScene(disk, segmentBytes: segmentBytes, isStepped: true)
        try scene.data(1, checkpoint: [1], [(0, [1])])
        try scene.settle()
        try scene.part([(0, [2]), (2, [2])])
        try scene.settle()
        scene.log.abortChain(source: 1)
        try scene.settle()
        try scene.part([(0, [3])])
        try scene.settle()
        try scene.part([(0, [4]), (1, [5])])
        try scene.settle()
        try scene.end(checkpoint: [2], [(0, [6])])
        try scene.settle()
        try scene.data(1, checkpoint: [3], [(0, [7]), (2, [8])])
        try scene.settle()
        scene.log.abandon()
    }

    private static func expectStep(_ log: CommitLog, _ note: String) throws -> Int {
        let step = Int(log.sourceState(1)?.last ?? 0)
        #expect(try ChainScene.seen(log) == steps[step].records, "\(note), step \(step)")
        return step
    }

    @Test func atEveryByteTheChainIsThereAsAWholeOrNotAtAll() throws {
        let disk = SimulatedDisk()
        try Self.write(disk)
        let whole = disk.bytes(disk.segmentPaths[0])
        let first = try #require(try disk.frames().first { $0.kind == .data })
        var reached: Set<Int> = []
        var aborts = 0
        for cut in Int(first.position)...whole.count {
            let copy = SimulatedDisk.with(segment: Array(whole[..<cut]), like: disk)
            let hadChain = try copy.scan().state.chain != nil
            let scene = try ChainScene(copy, isStepped: true)
            let step = try Self.expectStep(scene.log, "cut at \(cut)")
            reached.insert(step)
            let frames = try copy.frames()
            #expect((frames.dropLast().last?.kind == .chainAbort) == hadChain, "cut at \(cut)")
            if hadChain { aborts += 1 }
            // The source sends again what is missing.
            if step == 1 {
                try scene.part([(0, [3])])
                try scene.part([(0, [4]), (1, [5])])
                try scene.end(checkpoint: [2], [(0, [6])])
                try scene.settle()
                #expect(try Self.expectStep(scene.log, "sent again after \(cut)") == 2)
            }
            scene.log.close()
            let again = try ChainScene(copy, isStepped: true)
            #expect(try Self.expectStep(again.log, "opened again after \(cut)") == max(step, step == 1 ? 2 : step))
            again.log.abandon()
        }
        #expect(reached == [0, 1, 2, 3] && aborts > 100)
    }

    @Test(arguments: [4400, 4700, 5000, 5300])
    func aChainGoesOverSegmentsAndAnySuffixOfThemOpens(segmentBytes: Int) throws {
        let disk = SimulatedDisk()
        try Self.write(disk, segmentBytes: segmentBytes)
        let paths = disk.segmentPaths
        #expect(paths.count > 2)
        for last in 0..<paths.count {
            for first in 0...last {
                let some = SimulatedDisk()
                for path in paths[first...last] { some.put(path, disk.bytes(path)) }
                let open = try some.scan().state.chain != nil
                let log = try CommitLog.openTest(some, segmentBytes: segmentBytes)
                let step = Self.steps[Int(log.sourceState(1)?.last ?? 0)]
                let seen = try ChainScene.seen(log)
                for (ours, all) in zip(seen, step.records) {
                    #expect(Array(all.suffix(ours.count)) == ours, "segments \(first) to \(last)")
                    if first == 0 { #expect(ours == all, "segments 0 to \(last)") }
                }
                for (partition, all) in step.records.enumerated() {
                    let high = log.partitionState(PartitionID(partition))?.highWatermark
                    #expect(high == Int64(all.count * 2), "segments \(first) to \(last), open \(open)")
                }
                log.close()
                try CommitLog.openTest(some, segmentBytes: segmentBytes).abandon()
            }
        }
    }

    @Test func indexFilesOfAChainWhoseEndIsCutOffAreMadeAnew() throws {
        let disk = SimulatedDisk()
        let scene = try ChainScene(disk, segmentBytes: 8000)
        try scene.data(1, checkpoint: [1], [(0, [1])])
        for number in 2...9 {
            try scene.part([(0, [UInt8(number)] + [UInt8](repeating: 7, count: 2000)), (1, [UInt8(number)])])
        }
        try scene.end(checkpoint: [2])
        try scene.settle()
        scene.log.close()
        let indexes = disk.get { $0.names.keys.filter { $0.hasSuffix(".index") } }
        #expect(indexes.count >= 3 && disk.segmentPaths.count > 3)
        let end = try #require(try disk.frames().first { $0.kind == .chainEnd })
        let damaged = DamagedLog(disk: disk, partition: 0)
        damaged.flip(at: end.position + 70)
        let repair = try damaged.repair()
        let plan = try #require(try repair.plan())
        #expect(plan.loss.partitions.map(\.offsets) == [2...17, 0...15] && plan.loss.records >= 32)
        try repair.cut(plan)
        let again = try ChainScene(disk.copy(), segmentBytes: 8000)
        #expect(try again.seen() == [[1], [], []])
        try again.data(1, checkpoint: [3], [(0, [10]), (1, [11])])
        try again.settle()
        #expect(try again.seen() == [[1, 10], [11], []])
        #expect(try again.log.offset(partition: 0, atOrAfter: 2)?.offset == 2)
        again.log.close()
    }

    @Test func stateSaysWhatIsOpen() throws {
        let scene = try ChainScene(segmentBytes: 6000)
        try scene.data(1, checkpoint: [1], [(0, [1])])
        try scene.part([(0, [2]), (1, [3])])
        let payload = [UInt8](repeating: 4, count: 2000)
        try scene.part([(1, payload)])
        try scene.settle()
        let last = try #require(scene.disk.segmentPaths.dropFirst().last)
        let alone = SimulatedDisk()
        alone.put(last, scene.disk.bytes(last))
        let chain = try #require(try alone.scan().state.chain)
        #expect(chain.source == 1 && chain.partitions.keys.sorted() == [0, 1])
        #expect(chain.partitions[0]?.begin == 2 && chain.partitions[0]?.next == 4)
        #expect(chain.partitions[1]?.begin == 0 && chain.partitions[1]?.next == 4)
        #expect(chain.partitions[0]?.entries.count == 0)
        scene.log.abandon()
    }

    /// A source whose transactions are chains, through power cuts at any call to the disk: every transaction that was
    /// visible stays, each is there once, as a whole and in order. In durability `os` the last ones may go.
    @Test(arguments: 1...120 as ClosedRange<UInt64>)
    func chainsSurvivePowerCutsAsAWholeOrNotAtAll(seed: UInt64) throws {
        let durability = seed % 3 == 0 ? Durability.os : .fsync
        var generator = SeededGenerator(seed: seed)
        var disk = SimulatedDisk()
        var visible = 0
        for life in 0..<4 {
            let cutAfter = Int.random(in: life == 0 ? 12...80 : 4...80, using: &generator)
            disk.set { state in
                state.fault = { call, number in call != "pread" && number > cutAfter ? EIO : nil }
                state.calls = 0
            }
            if let scene = try? ChainScene(disk, segmentBytes: 9000, durability: durability, isStepped: true) {
                visible = max(visible, try check(scene.log, seenBefore: visible))
                send(scene, &generator)
                visible = max(visible, try check(scene.log, seenBefore: visible))
                scene.log.abandon()
            }
            disk = disk.afterPowerCut(using: &generator)
            if durability == .os { visible = 0 }
        }
        disk.set { $0.fault = nil }
        let scene = try ChainScene(disk, segmentBytes: 9000, durability: durability, isStepped: true)
        _ = try check(scene.log, seenBefore: visible)
        scene.log.close()
    }

    /// Transaction n writes n to partitions 0 and 1, four batches in all.
    private func send(_ scene: ChainScene, _ generator: inout some RandomNumberGenerator) {
        var next = UInt8(scene.log.sourceState(1)?.count ?? 0)
        while scene.log.failure == nil && next < 100 {
            let payload = [next] + [UInt8](repeating: 0xAA, count: Int.random(in: 0...5000, using: &generator))
            do {
                try scene.part([(0, payload), (1, [next])])
                if Int.random(in: 0..<4, using: &generator) == 0 {
                    scene.log.abortChain(source: 1)
                    continue
                }
                try scene.part([(0, payload)])
                try scene.end(checkpoint: [next], [(1, [next])])
            } catch {
                return
            }
            next += 1
            for _ in 0..<Int.random(in: 0...3, using: &generator) { _ = scene.log.step() }
        }
    }

    private func check(_ log: CommitLog, seenBefore: Int) throws -> Int {
        guard log.topic(named: "t") != nil else { return 0 }
        let count = log.sourceState(1)?.count ?? 0
        #expect(count >= seenBefore)
        #expect(log.sourceState(1) ?? [] == (0..<count).map { UInt8($0) })
        do {
            let expected = (0..<count).flatMap { [UInt8($0), UInt8($0)] }
            if log.failure == nil { #expect(try ChainScene.seen(log) == [expected, expected, []]) }
        } catch let error as CommitLogError where error.code == .ioFailure {
            // The disk went away while a sealed segment was being opened.
        }
        return count
    }
}
