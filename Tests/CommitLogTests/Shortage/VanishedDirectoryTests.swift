import Glibc
import Testing

@testable import CommitLog

@Suite struct VanishedDirectoryTests {
    @Test func aLogWhoseFilesAreGoneStopsByNameAndReadsGoOn() throws {
        let disk = SimulatedDisk()
        let log = try CommitLog.openTest(disk, keeperTickMilliseconds: 5)
        let partition = try log.makeTopic()[0]
        try log.appendAndWait(partition, payload: [1])
        usleep(30_000)
        #expect(log.failure == nil)
        disk.set { $0.names = [:] }
        var waits = 0
        while log.failure == nil, waits < 10_000 {
            usleep(1000)
            waits += 1
        }
        let failure = try #require(log.failure)
        #expect(failure.code == .ioFailure && failure.what.contains("segment is gone"))
        #expect(failure.remedy.contains("bring the data directory back"))
        #expect(throws: CommitLogError.self) { try log.append(partition) }
        #expect(try log.contents(partition).map(\.payload) == [[1]])
        log.close()
    }

    @Test func aFailureFromOutsideEndsWhatWaitsForAFullDisk() throws {
        let small = SmallDisk()
        let log = try small.open()
        _ = try log.createTopic(name: "t", partitions: 1)
        small.fill()
        let answer = Answer()
        var frame = log.makeFrame()
        makeBatch(payload: [UInt8](repeating: 1, count: 9000)).withUnsafeBytes {
            frame.appendBatch(partition: 0, recordCount: 1, maxTimestamp: 0, bytes: $0)
        }
        frame.storage.completion = { if case .failure(let error) = $0 { answer.set(error) } else { answer.set(nil) } }
        try log.append(frame)
        small.settle(log)
        #expect(log.diskShortage != nil)
        small.disk.set { $0.names = [:] }
        log.shared.checkDirectory()
        #expect(log.step() == .ended)
        #expect(answer.value?.code == .ioFailure)
        log.close()
    }
}
