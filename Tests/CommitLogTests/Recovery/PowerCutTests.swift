import Glibc
import Testing

@testable import CommitLog

@Suite struct PowerCutTests {
    /// A source that sends numbers 0, 1, 2 … and keeps its place in the checkpoint, through power cuts at any call
    /// to the disk. What was visible before a cut is there after it, and each number stands in the log once, in order.
    @Test(arguments: 1...150 as ClosedRange<UInt64>)
    func visibleRecordsSurviveAndEachNumberStandsOnce(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var disk = SimulatedDisk()
        var visible = 0
        for life in 0..<4 {
            let cutAfter = Int.random(in: life == 0 ? 12...60 : 4...60, using: &generator)
            disk.set { state in
                state.fault = { call, number in call != "pread" && number > cutAfter ? EIO : nil }
                state.calls = 0
            }
            guard let log = try? CommitLog.openTest(disk, segmentBytes: 8192) else {
                disk = disk.afterPowerCut(using: &generator)
                continue
            }
            visible = max(visible, try live(in: log, seenBefore: visible, &generator))
            log.abandon()
            disk = disk.afterPowerCut(using: &generator)
        }
        let log = try CommitLog.openTest(disk, segmentBytes: 8192)
        if let partition = log.topic(named: "t")?.partitions[0] {
            try check(log, partition, seenBefore: visible)
        } else {
            #expect(visible == 0)
        }
        log.close()
    }

    /// Sends until the disk fails.
    /// - Returns: how many numbers were visible.
    private func live(in log: CommitLog, seenBefore: Int, _ generator: inout SeededGenerator) throws -> Int {
        guard let topic = try? log.createTopic(name: "t", partitions: 1),
            let source = try? log.registerSource(named: "s")
        else { return 0 }
        let partition = topic.partitions[0]
        do {
            try check(log, partition, seenBefore: seenBefore)
        } catch let error as CommitLogError where error.code == .ioFailure {
            // The disk went away while a sealed segment was being opened.
            return seenBefore
        }
        var next = log.sourceState(source)?.count ?? 0
        while log.failure == nil && next < 200 {
            // Some frames are larger than a page, so that a cut can lose their middle.
            let payload = [UInt8(next)] + [UInt8](repeating: 0xAA, count: Int.random(in: 0...6000, using: &generator))
            do {
                try log.append(partition, payload: payload, source: source, checkpoint: [UInt8(next)])
            } catch {
                break
            }
            next += 1
            if Bool.random(using: &generator) {
                _ = log.waitForWatermark(partition, atLeast: Int64(next), milliseconds: 10_000)
            }
        }
        return Int(log.partitionState(partition)?.highWatermark ?? 0)
    }

    private func check(_ log: CommitLog, _ partition: PartitionID, seenBefore: Int) throws {
        let numbers = try log.contents(partition).map { Int($0.payload[0]) }
        #expect(numbers == Array(0..<numbers.count))
        #expect(numbers.count >= seenBefore)
        #expect(log.sourceState(1)?.count ?? 0 == numbers.count)
    }
}
