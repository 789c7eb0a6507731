import Glibc
import Testing
import Threads

@testable import CommitLog

@Suite struct DurabilityTests {
    @Test func relaxedModesShowRecordsBeforeTheFdatasync() throws {
        let disk = SimulatedDisk()
        let log = try CommitLog.openTest(disk, durability: .os)
        let partition = try log.makeTopic()[0]
        let syncs = disk.get { $0.syncs }
        for _ in 0..<10 { try log.appendAndWait(partition) }
        #expect(disk.get { $0.syncs } == syncs)
        log.close()
    }

    @Test func intervalSyncsByTheClockAndMarksIt() throws {
        let disk = SimulatedDisk()
        let log = try CommitLog.openTest(disk, durability: .interval(milliseconds: 20))
        let partition = try log.makeTopic()[0]
        let syncs = disk.get { $0.syncs }
        try log.append(partition)
        #expect(log.waitForWatermark(partition, atLeast: 1, milliseconds: 10_000))
        let start = monotonicMicroseconds()
        while disk.get({ $0.syncs }) == syncs && monotonicMicroseconds() - start < 10_000_000 { usleep(1000) }
        #expect(disk.get { $0.syncs } == syncs + 1)
        log.close()
    }

    @Test func groupCommitsWaitForTheFdatasyncInEveryMode() throws {
        let disk = SimulatedDisk()
        let log = try CommitLog.openTest(disk, durability: .os)
        let partition = try log.makeTopic()[0]
        let answer = ConditionLock<Int?>(nil)
        let syncs = disk.get { $0.syncs }
        log.commitOffsets(group: "g", entries: [GroupOffset(partition: partition, offset: 0)]) { _ in
            let count = disk.get { $0.syncs }
            answer.withLock { $0 = count }
            answer.signal()
        }
        #expect(answer.whenReady({ $0 != nil }) { $0 } == syncs + 1)
        log.close()
    }

    @Test func anUncleanEndInARelaxedModeBeginsANewLeaderEpoch() throws {
        let disk = SimulatedDisk()
        var log = try CommitLog.openTest(disk, durability: .os)
        let partition = try log.makeTopic()[0]
        try log.appendAndWait(partition, records: 4)
        log.close()
        log = try CommitLog.openTest(disk, durability: .os)
        #expect(log.partitionState(partition)?.leaderEpoch == 0)
        try log.appendAndWait(partition, records: 2)
        log.abandon()
        log = try CommitLog.openTest(disk)
        #expect(log.partitionState(partition)?.leaderEpoch == 1)
        #expect(
            log.leaderEpochs(partition) == [
                LeaderEpochStart(epoch: 0, startOffset: 0), LeaderEpochStart(epoch: 1, startOffset: 6),
            ]
        )
        try log.appendAndWait(partition)
        var slices: [BatchSlice] = []
        try log.read(partition: partition, from: 6, maxBytes: 1, into: &slices)
        #expect(Array(try slices[0].bytes()[12..<16]) == [0, 0, 0, 1])
        // Now in durability fsync: an unclean end takes nothing back, so the epoch stays.
        log.abandon()
        log = try CommitLog.openTest(disk)
        #expect(log.partitionState(partition)?.leaderEpoch == 1)
        log.close()
    }
}
