import Glibc
import Testing
import Threads

@testable import CommitLog

/// Holds the writer thread inside fdatasync until it is let go.
final class Gate: Sendable {
    private let state = ConditionLock((isShut: false, waiting: 0))
    func shut() { state.withLock { $0.isShut = true } }
    func open() {
        state.withLock { $0.isShut = false }
        state.signal()
    }
    func pass() {
        state.withLock { $0.waiting += 1 }
        state.signal()
        state.whenReady({ !$0.isShut }) { $0.waiting -= 1 }
    }
    func waitForSomebody() { state.whenReady({ $0.waiting > 0 }) { _ in } }
}

@Suite struct GroupCommitTests {
    private func gatedLog(queueBytesMax: Int = 1 << 20) throws -> (SimulatedDisk, CommitLog, PartitionID, Gate) {
        let disk = SimulatedDisk()
        let log = try CommitLog.openTest(disk, queueBytesMax: queueBytesMax)
        let partition = try log.makeTopic()[0]
        let gate = Gate()
        disk.set { $0.onSync = { gate.pass() } }
        return (disk, log, partition, gate)
    }

    @Test func nothingIsVisibleBeforeItsFdatasync() throws {
        let (disk, log, partition, gate) = try gatedLog()
        gate.shut()
        try log.append(partition)
        gate.waitForSomebody()
        #expect(log.partitionState(partition)?.highWatermark == 0)
        #expect(try log.contents(partition).isEmpty)
        #expect(!log.isWriterIdle)
        gate.open()
        #expect(log.waitForWatermark(partition, atLeast: 1, milliseconds: 10_000))
        disk.set { $0.onSync = nil }
        log.close()
    }

    @Test func framesThatCameDuringAnFdatasyncShareTheNextOne() throws {
        let (disk, log, partition, gate) = try gatedLog()
        let (groups, syncs) = (log.statistics.groups, disk.get { $0.syncs })
        gate.shut()
        try log.append(partition)
        gate.waitForSomebody()
        for _ in 0..<50 { try log.append(partition) }
        gate.open()
        #expect(log.waitForWatermark(partition, atLeast: 51, milliseconds: 10_000))
        #expect(log.statistics.groups - groups == 2)
        #expect(disk.get { $0.syncs } - syncs == 2)
        #expect(log.statistics.records == 51)
        log.close()
    }

    @Test func oneFdatasyncForEachGroupAndAMarkWithoutOne() throws {
        let disk = SimulatedDisk()
        let log = try CommitLog.openTest(disk)
        let partition = try log.makeTopic()[0]
        let before = (disk.get { $0.syncs }, disk.get { $0.writes })
        for _ in 0..<10 { try log.appendAndWait(partition) }
        #expect(disk.get { $0.syncs } - before.0 == 10)
        #expect(disk.get { $0.writes } - before.1 == 20)
        let frames = try disk.frames()
        #expect(frames.last?.kind == .mark)
        #expect(frames.last?.header.durableSequence == frames.last.map { $0.header.sequence - 1 })
        log.close()
    }

    @Test func appendBlocksWhileTheQueueIsFullAndGoesOnAfterwards() throws {
        let (_, log, partition, gate) = try gatedLog(queueBytesMax: 4096)
        gate.shut()
        let done = ConditionLock(0)
        let thread = DedicatedThread(name: "test") {
            for _ in 0..<20 {
                try? log.append(partition, payload: [UInt8](repeating: 1, count: 1000))
                done.withLock { $0 += 1 }
            }
            done.signal()
        }
        gate.waitForSomebody()
        usleep(50_000)
        #expect(done.withLock { $0 } < 5)
        #expect(log.statistics.queuedBytes <= 4096)
        gate.open()
        thread.join()
        #expect(log.waitForWatermark(partition, atLeast: 20, milliseconds: 10_000))
        log.close()
    }

    @Test func aFrameLargerThanTheWholeQueueStillGoesThrough() throws {
        let log = try CommitLog.openTest(SimulatedDisk(), queueBytesMax: 100)
        let partition = try log.makeTopic()[0]
        for _ in 0..<3 { try log.append(partition, payload: [UInt8](repeating: 1, count: 1000)) }
        #expect(log.waitForWatermark(partition, atLeast: 3, milliseconds: 10_000))
        log.close()
    }

    @Test func idleAndWatermarkCallbacksComeAfterEachGroupUntilTakenBack() throws {
        let log = try CommitLog.openTest(SimulatedDisk())
        let partition = try log.makeTopic()[0]
        let calls = ConditionLock((idle: 0, watermark: 0))
        let idle = log.onWriterIdle { calls.withLock { $0.idle += 1 } }
        let watermark = log.onWatermark { calls.withLock { $0.watermark += 1 } }
        for _ in 0..<3 { try log.appendAndWait(partition) }
        #expect(calls.withLock { $0.idle } == 3)
        #expect(calls.withLock { $0.watermark } == 3)
        log.removeWriterIdle(idle)
        log.removeWatermark(watermark)
        try log.appendAndWait(partition)
        #expect(calls.withLock { $0.idle } == 3)
        log.close()
    }

    @Test func fourWritersAndTwoReadersAgree() throws {
        let log = try CommitLog.openTest(SimulatedDisk(), segmentBytes: 64 << 10, queueBytesMax: 32 << 10)
        let partitions = try log.makeTopic(partitions: 4)
        let count = 300
        var threads: [DedicatedThread] = []
        for partition in partitions {
            threads.append(
                DedicatedThread(name: "test") {
                    for number in 0..<count {
                        try? log.append(
                            partition,
                            records: 1 + number % 3,
                            payload: [UInt8(number & 0xFF), UInt8(partition)]
                        )
                    }
                }
            )
        }
        let problems = ConditionLock<[String]>([])
        let stop = ConditionLock(false)
        var readers: [DedicatedThread] = []
        for _ in 0..<2 {
            readers.append(
                DedicatedThread(name: "test") {
                    while !stop.withLock({ $0 }) {
                        for partition in partitions {
                            guard let contents = try? log.contents(partition) else { continue }
                            let isRight = contents.enumerated().allSatisfy {
                                $1.payload == [UInt8($0 & 0xFF), UInt8(partition)]
                            }
                            if !isRight { problems.withLock { $0.append("partition \(partition)") } }
                        }
                    }
                }
            )
        }
        for thread in threads { thread.join() }
        log.close()
        stop.withLock { $0 = true }
        for reader in readers { reader.join() }
        #expect(problems.withLock { $0 }.isEmpty)
        for partition in partitions { #expect(try log.contents(partition).count == count) }
    }
}
