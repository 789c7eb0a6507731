import Glibc
import Testing
import Threads

@testable import CommitLog

@Suite struct FaultTests {
    private func failing(_ call: String, _ code: Int32) -> @Sendable (String, Int) -> Int32? {
        { name, _ in name == call ? code : nil }
    }

    @Test(arguments: [("pwritev", EIO), ("pwritev", EROFS), ("fdatasync", EIO), ("fdatasync", ENOSPC)])
    func aFailedCallStopsTheWriterByNameAndReadsGoOn(call: String, code: Int32) throws {
        let disk = SimulatedDisk()
        let log = try CommitLog.openTest(disk)
        let partition = try log.makeTopic()[0]
        try log.appendAndWait(partition, payload: [1])
        disk.set { $0.fault = failing(call, code) }
        try log.append(partition, payload: [2])
        while log.failure == nil { sched_yield() }
        let failure = try #require(log.failure)
        #expect(failure.code == (code == ENOSPC ? .diskFull : .ioFailure))
        #expect(failure.errno == code && failure.position != nil)
        #expect(failure.what.contains(call) && failure.remedy.contains("restart"))
        #expect(!failure.isRetriable)
        disk.set { $0.fault = nil }
        #expect { try log.append(partition) } throws: { ($0 as? CommitLogError) == failure }
        #expect(try log.contents(partition).map(\.payload) == [[1]])
        log.close()
        // Never retried: nothing was written after the failure, not even the mark of the close.
        #expect(try !disk.scan().isClean)
    }

    @Test(arguments: [1, 7, 64, 100]) func shortWritesAreGoneOnWith(bytes: Int) throws {
        let disk = SimulatedDisk()
        disk.set { $0.writeBytesMax = bytes }
        let log = try CommitLog.openTest(disk)
        let partition = try log.makeTopic()[0]
        for number in 0..<5 { try log.append(partition, payload: [UInt8(number)]) }
        #expect(log.waitForWatermark(partition, atLeast: 5, milliseconds: 10_000))
        log.close()
        let again = try CommitLog.openTest(disk)
        #expect(try again.contents(partition).map(\.payload) == (0..<5).map { [UInt8($0)] })
        again.close()
    }

    @Test func whoeverWaitsIsToldOfTheFailure() throws {
        let disk = SimulatedDisk()
        let log = try CommitLog.openTest(disk)
        let partition = try log.makeTopic()[0]
        disk.set { $0.fault = failing("fdatasync", EIO) }
        let answer = ConditionLock<[Result<Void, CommitLogError>]>([])
        log.commitOffsets(group: "g", entries: [GroupOffset(partition: partition, offset: 1)]) { result in
            answer.withLock { $0.append(result) }
            answer.signal()
        }
        let results = answer.whenReady({ !$0.isEmpty }) { $0 }
        #expect(results.count == 1)
        #expect { try results[0].get() } throws: { ($0 as? CommitLogError)?.code == .ioFailure }
        #expect(log.groupOffsets("g").isEmpty)
        #expect(throws: CommitLogError.self) { try log.createTopic(name: "x", partitions: 1) }
        #expect(!log.waitForWatermark(partition, atLeast: 1, milliseconds: 10_000))
        log.close()
    }

    @Test func aCheckpointThatCannotBeMergedStopsTheLogByName() throws {
        struct Refusing: CheckpointMerging {
            struct Refusal: Error {}
            func merge(_ state: [UInt8], with checkpoint: [UInt8]) throws -> [UInt8] { throw Refusal() }
        }
        let configuration = CommitLogConfiguration(directory: "d", preallocateBytesMax: 0)
        let log = try CommitLog.open(configuration, merging: Refusing(), environment: testEnvironment(SimulatedDisk()))
        let partition = try log.makeTopic()[0]
        let source = try log.registerSource(named: "trade")
        try log.append(partition, source: source, checkpoint: [1])
        while log.failure == nil { sched_yield() }
        #expect(log.failure?.code == .checkpoint)
        #expect(log.failure?.what.contains("trade") == true)
        log.close()
    }
}
