import Testing

@testable import CommitLog

/// What a source does with two XA transactions: each step is one frame, and a crash may come between any two bytes.
@Suite struct PreparedTornTailTests {
    private struct Step {
        let checkpoint: UInt8
        let open: [String]
        let records: [UInt8]
    }

    private static func write(_ disk: SimulatedDisk, segmentBytes: Int = 1 << 20) throws -> PartitionID {
        let log = try CommitLog.openTest(disk, segmentBytes: segmentBytes)
        let partition = try log.makeTopic()[0]
        let source = try log.settled { try log.registerSource(named: "s") }
        try log.prepare(source, "a", [[1, 1, 1], [2]])
        try log.change(source, checkpoint: 1, inForce: [("a", 2)])
        try log.prepare(source, "b", [[3]])
        try log.change(source, checkpoint: 2, inForce: [("b", 1)], in: partition)
        try log.change(source, checkpoint: 3, resolved: ["a"], in: partition)
        try log.prepare(source, "a", [[4, 4]])
        try log.change(source, checkpoint: 4, inForce: [("a", 1)], resolved: ["b"], in: partition)
        try log.change(source, checkpoint: 5, resolved: ["a"])
        log.close()
        return partition
    }

    private static let steps = [
        Step(checkpoint: 0, open: [], records: []),
        Step(checkpoint: 1, open: ["a:1112"], records: []),
        Step(checkpoint: 2, open: ["a:1112", "b:3"], records: [2]),
        Step(checkpoint: 3, open: ["b:3"], records: [2, 3]),
        Step(checkpoint: 4, open: ["a:44"], records: [2, 3, 4]),
        Step(checkpoint: 5, open: [], records: [2, 3, 4]),
    ]

    private static func expect(_ log: CommitLog, _ partition: PartitionID, _ note: String) throws {
        let reached = Int(log.sourceState(1)?.last ?? 0)
        let step = steps[reached]
        let open = try log.open(1).map {
            "\($0):" + (try log.preparedBytes(1, $0)).map { "\($0)" }.joined()
        }
        #expect(open.sorted() == step.open, "\(note), checkpoint \(reached)")
        #expect(try log.contents(partition).flatMap(\.payload) == step.records, "\(note), checkpoint \(reached)")
    }

    @Test func atEveryByteRecordsPositionAndPreparedTransactionsFitTogether() throws {
        let disk = SimulatedDisk()
        let partition = try Self.write(disk)
        let whole = disk.bytes(disk.segmentPaths[0])
        let first = try #require(try disk.frames().first { $0.kind == .prepared })
        var reached: Set<UInt8> = []
        for cut in Int(first.position)...whole.count {
            let copy = SimulatedDisk.with(segment: Array(whole[..<cut]), like: disk)
            let log = try CommitLog.openTest(copy)
            try Self.expect(log, partition, "cut at \(cut)")
            reached.insert(log.sourceState(1)?.last ?? 0)
            log.abandon()
        }
        #expect(reached == [0, 1, 2, 3, 4, 5])
    }

    @Test(arguments: [4300, 4500, 4800, 5200])
    func anySuffixOfTheSegmentsHasThemAll(segmentBytes: Int) throws {
        let disk = SimulatedDisk()
        let partition = try Self.write(disk, segmentBytes: segmentBytes)
        let paths = disk.segmentPaths
        #expect(paths.count > 1)
        // Each segment is the last one once, as far as its own frames go, and the first one at the same time.
        for last in 1..<paths.count {
            let bytes = disk.bytes(paths[last])
            let alone = SimulatedDisk()
            alone.put(paths[last], bytes)
            let log = try CommitLog.openTest(alone, segmentBytes: segmentBytes)
            let step = Self.steps[Int(log.sourceState(1)?.last ?? 0)]
            let open = try log.open(1).map { "\($0):" + (try log.preparedBytes(1, $0)).map { "\($0)" }.joined() }
            #expect(open.sorted() == step.open, "segment \(last) alone")
            log.abandon()
            for first in 0...last {
                let some = SimulatedDisk()
                for path in paths[first...last] { some.put(path, disk.bytes(path)) }
                let log = try CommitLog.openTest(some, segmentBytes: segmentBytes)
                if first == 0 { try Self.expect(log, partition, "segments 0 to \(last)") }
                let same = try log.open(1).map { "\($0):" + (try log.preparedBytes(1, $0)).map { "\($0)" }.joined() }
                #expect(same.sorted() == step.open)
                log.close()
            }
        }
    }

    @Test func aSegmentThatBeginsWithManyTakesAsMuchAsAnother() throws {
        let disk = SimulatedDisk()
        let log = try CommitLog.openTest(disk, segmentBytes: 8192, queueBytesMax: 1 << 24)
        let partition = try log.makeTopic()[0]
        let source = try log.registerSource(named: "s")
        try log.prepare(source, "a", (0..<10).map { [UInt8](repeating: $0, count: 1000) })
        try log.change(source, checkpoint: 1, inForce: [("a", 10)])
        for number in 0..<40 { try log.append(partition, payload: [UInt8](repeating: UInt8(number), count: 700)) }
        log.close()
        #expect(try log.preparedBytes(source, "a").count == 10_000)
        // 40 frames of about 900 bytes, in segments that begin with 11,000 bytes of copies and take as much again.
        #expect(disk.segmentPaths.count < 8)
        let written = disk.segmentPaths.reduce(0) { $0 + disk.bytes($1).count - 4400 }
        #expect(written < 3 * (40 * 1000 + 11_000), "copies at most double what is written, about")
        let again = try CommitLog.openTest(disk, segmentBytes: 8192)
        #expect(try again.preparedBytes(source, "a") == (0..<10).flatMap { [UInt8](repeating: $0, count: 1000) })
        again.close()
    }

    @Test func partsThatArriveOverASegmentsEndAreWhole() throws {
        let disk = SimulatedDisk()
        let log = try CommitLog.openTest(disk, segmentBytes: 8192)
        let source = try log.registerSource(named: "s")
        let parts = (0..<12).map { [UInt8](repeating: $0, count: 900) }
        try log.prepare(source, "a", parts)
        try log.change(source, checkpoint: 1, inForce: [("a", 12)])
        log.close()
        #expect(disk.segmentPaths.count > 1)
        #expect(try log.preparedBytes(source, "a") == parts.flatMap { $0 })
        let last = SimulatedDisk()
        let path = try #require(disk.segmentPaths.last)
        last.put(path, disk.bytes(path))
        let again = try CommitLog.openTest(last)
        #expect(try again.preparedBytes(source, "a") == parts.flatMap { $0 })
        again.close()
    }
}
