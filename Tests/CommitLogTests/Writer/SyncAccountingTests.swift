import Glibc
import Testing
import Threads

@testable import CommitLog

/// How often the log calls fdatasync, and what may be seen before.
@Suite struct SyncAccountingTests {
    private func log(
        _ disk: SimulatedDisk,
        _ durability: Durability,
        clock: SimulatedClock = SimulatedClock(),
        segmentBytes: Int = 1 << 20
    ) throws -> CommitLog {
        try CommitLog.open(
            CommitLogConfiguration(
                directory: "d",
                durability: durability,
                segmentBytes: segmentBytes,
                preallocateBytesMax: 0,
                keeperTickMilliseconds: 0
            ),
            merging: Concatenation(),
            environment: clock.environment(disk),
            startsThreads: false
        )
    }

    @Test func oneFdatasyncForEachGroupWhateverItsSize() throws {
        let disk = SimulatedDisk()
        let log = try log(disk, .fsync)
        let partition = try log.createTopic(name: "t", partitions: 1).partitions[0]
        while log.step() == .worked {}
        for size in [1, 2, 50, 7] {
            let syncs = disk.get { $0.syncs }
            for _ in 0..<size { try log.append(partition) }
            log.commitOffsets(group: "g", entries: [GroupOffset(partition: partition, offset: 1)]) { _ in }
            #expect(log.step() == .worked)
            #expect(disk.get { $0.syncs } == syncs + 1)
            #expect(log.step() == .idle)
            #expect(disk.get { $0.syncs } == syncs + 1)
        }
        log.close()
    }

    @Test(arguments: [Durability.fsync, .os, .interval(milliseconds: 50)])
    func aNewSegmentCostsTwoMore(durability: Durability) throws {
        let disk = SimulatedDisk()
        let log = try log(disk, durability, segmentBytes: 8192)
        let partition = try log.createTopic(name: "t", partitions: 1).partitions[0]
        while log.step() == .worked {}
        for _ in 0..<20 {
            let (syncs, segments) = (disk.get { $0.syncs }, log.statistics.segments)
            try log.append(partition, payload: [UInt8](repeating: 1, count: 1500))
            log.step()
            // The old segment is sealed, the new one's head is durable before it has a name.
            let rolls = log.statistics.segments - segments
            #expect(disk.get { $0.syncs } - syncs == 2 * rolls + (durability == .fsync ? 1 : 0))
        }
        #expect(log.statistics.segments > 3)
        log.close()
    }

    @Test func relaxedModesSyncByTheClockOrNotAtAllAndForThoseWhoWait() throws {
        for durability in [Durability.os, .interval(milliseconds: 50)] {
            let (disk, clock) = (SimulatedDisk(), SimulatedClock())
            let log = try log(disk, durability, clock: clock)
            let partition = try log.createTopic(name: "t", partitions: 1).partitions[0]
            while log.step() == .worked {}
            let syncs = disk.get { $0.syncs }
            for _ in 0..<10 {
                try log.append(partition)
                log.step()
            }
            #expect(log.partitionState(partition)?.highWatermark == 10)
            #expect(disk.get { $0.syncs } == syncs)
            clock.advance(microseconds: 49_999)
            #expect(log.step() == .idle)
            clock.advance(microseconds: 1)
            log.step()
            let byClock = durability == .os ? 0 : 1
            #expect(disk.get { $0.syncs } == syncs + byClock)
            log.commitOffsets(group: "g", entries: [GroupOffset(partition: partition, offset: 1)]) { _ in }
            log.step()
            #expect(disk.get { $0.syncs } == syncs + byClock + 1)
            log.close()
        }
    }

    /// Looked at from inside of every fdatasync, and after each turn.
    @Test func theWatermarkIsNeverAheadOfTheFdatasync() throws {
        let disk = SimulatedDisk()
        let log = try log(disk, .fsync, segmentBytes: 8192)
        let partition = try log.createTopic(name: "t", partitions: 1).partitions[0]
        while log.step() == .worked {}
        let watermarks = ConditionLock<[Int64]>([])
        disk.set {
            $0.onSync = { watermarks.withLock { $0.append(log.partitionState(partition)?.highWatermark ?? -1) } }
        }
        for round in 0..<15 as Range<Int64> {
            for _ in 0..<3 { try log.append(partition, payload: [UInt8](repeating: 1, count: 700)) }
            log.step()
            #expect(watermarks.withLock { $0 }.allSatisfy { $0 >= round * 3 && $0 <= round * 3 + 2 })
            #expect(log.partitionState(partition)?.highWatermark == round * 3 + 3)
            watermarks.withLock { $0 = [] }
            var slices: [BatchSlice] = []
            try log.read(partition: partition, from: 0, maxBytes: .max, into: &slices)
            for slice in slices {
                #expect(disk.isDurable(slice.segment.path, slice.fileOffset, slice.byteLength))
            }
        }
        disk.set { $0.onSync = nil }
        log.close()
    }

    /// Frames that a failed fdatasync has left in the page cache alone are found by the next process, which shows them.
    /// So it has to write them again first.
    @Test(arguments: [false, true])
    func framesFromThePageCacheAreMadeDurableBeforeAnyoneSeesThem(leavesEqualWritesOut: Bool) throws {
        let disk = SimulatedDisk()
        var log = try log(disk, .fsync)
        let partition = try log.createTopic(name: "t", partitions: 1).partitions[0]
        for _ in 0..<3 {
            try log.append(partition, payload: [UInt8](repeating: 1, count: 3000))
            log.step()
        }
        disk.set { $0.fault = { call, _ in call == "fdatasync" ? EIO : nil } }
        for number in 2...4 as ClosedRange<UInt8> {
            try log.append(partition, payload: [UInt8](repeating: number, count: 3000))
        }
        #expect(log.step() == .ended)
        #expect(log.partitionState(partition)?.highWatermark == 3)
        log.abandon()
        disk.restart()
        if leavesEqualWritesOut { disk.set { $0.mutation = .equalWritesAreLeftOut } }
        log = try self.log(disk, .fsync)
        #expect(log.partitionState(partition)?.highWatermark == 6)
        var lost = 0
        for seed in 1...60 as ClosedRange<UInt64> {
            var generator = SeededGenerator(seed: seed)
            let after = disk.afterPowerCut(using: &generator)
            let again = try? self.log(after, .fsync)
            if again?.partitionState(partition)?.highWatermark != 6 { lost += 1 }
            again?.abandon()
        }
        #expect((lost > 0) == leavesEqualWritesOut)
        log.abandon()
    }
}
