import Testing
import Threads

@testable import CommitLog

/// A log without threads: the test is the writer's thread.
@Suite struct SteppedLogTests {
    private func log(_ disk: SimulatedDisk, queueBytesMax: Int = 1 << 20) throws -> CommitLog {
        let configuration = CommitLogConfiguration(
            directory: "d",
            queueBytesMax: queueBytesMax,
            preallocateBytesMax: 0
        )
        return try CommitLog.open(
            configuration,
            merging: Concatenation(),
            environment: testEnvironment(disk),
            startsThreads: false
        )
    }

    @Test func nothingHappensBetweenSteps() throws {
        let disk = SimulatedDisk()
        let log = try log(disk)
        let partition = try log.createTopic(name: "t", partitions: 1).partitions[0]
        let calls = disk.get { $0.calls }
        for number in 0..<3 { try log.append(partition, payload: [UInt8(number)]) }
        #expect(disk.get { $0.calls } == calls)
        #expect(log.partitionState(partition)?.highWatermark == 0)
        #expect(log.step() == .worked)
        #expect(log.partitionState(partition)?.highWatermark == 3)
        #expect(log.step() == .idle)
        log.close()
        #expect(try disk.scan().isClean)
        log.close()
    }

    @Test func aFullQueueRefusesInsteadOfWaiting() throws {
        let log = try log(SimulatedDisk(), queueBytesMax: 300)
        let partition = try log.createTopic(name: "t", partitions: 1).partitions[0]
        try log.append(partition)
        #expect { try log.append(partition) } throws: { ($0 as? CommitLogError)?.code == .busy }
        log.step()
        try log.append(partition)
        log.close()
    }

    @Test func aFailureEndsTheStepsAndAnswersWhoeverWaits() throws {
        let disk = SimulatedDisk()
        let log = try log(disk)
        disk.set { $0.fault = { call, _ in call == "fdatasync" ? 5 : nil } }
        #expect(throws: CommitLogError.self) { try log.createTopic(name: "t", partitions: 1) }
        #expect(log.failure?.code == .ioFailure)
        #expect(throws: CommitLogError.self) { try log.registerSource(named: "s") }
        log.close()
    }
}
