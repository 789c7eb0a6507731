import Glibc
import Testing
import Threads

@testable import CommitLog

@Suite struct FullDiskTests {
    private let small = SmallDisk()
    private let large = [UInt8](repeating: 7, count: 50_000)

    /// A log with one record, on a disk that is full for large records and has room for `bytes` more.
    private func fullLog(room bytes: Int = 0) throws -> CommitLog {
        let log = try small.open()
        _ = try log.createTopic(name: "t", partitions: 2)
        _ = try log.registerSource(named: "s")
        try log.append(0, payload: [1], source: 1, checkpoint: [1])
        small.settle(log)
        small.fill(upTo: bytes)
        return log
    }

    private func first(_ log: CommitLog, _ partition: PartitionID = 0) throws -> [UInt8] {
        try log.contents(partition).map { $0.payload[0] }
    }

    @Test func recordsWaitInTheirOrderAndReadsGoOn() throws {
        let log = try fullLog()
        for number in 2...5 as ClosedRange<UInt8> {
            try log.append(0, payload: [number] + large, source: 1, checkpoint: [number])
            small.settle(log)
        }
        let shortage = try #require(log.diskShortage)
        #expect(shortage.code == .diskFull && shortage.isRetriable && shortage.remedy.contains("free space"))
        #expect(log.failure == nil && log.statistics.isDiskFull && !log.isWriterIdle)
        #expect(try first(log) == [1])
        #expect(log.sourceState(1) == [1])
        for _ in 0..<5 { small.second(log) }
        #expect(log.statistics.diskFullTimes == 1)
        small.free()
        small.settle(log)
        #expect(try first(log) == [1])
        small.second(log)
        #expect(try first(log) == [1, 2, 3, 4, 5])
        #expect(log.sourceState(1) == [1, 2, 3, 4, 5])
        #expect(log.diskShortage == nil && !log.statistics.isDiskFull && log.isWriterIdle)
        let again = try small.restart(log)
        #expect(try first(again) == [1, 2, 3, 4, 5])
        #expect(again.sourceState(1) == [1, 2, 3, 4, 5])
        again.close()
    }

    @Test func whoFreesSpaceNeedNotWaitForTheNextLook() throws {
        let log = try fullLog()
        try log.append(0, payload: large)
        small.settle(log)
        small.free()
        log.spaceFreed()
        small.settle(log)
        #expect(try log.contents(0).count == 2)
        log.close()
    }

    @Test func offsetsTopicsAndSourcesGoOnInTheReserve() throws {
        let log = try fullLog()
        try log.append(1, payload: large, source: 1, checkpoint: [9])
        small.settle(log)
        let segments = log.statistics.segments
        #expect(small.hasReserve && log.statistics.reserveBytes == 128 << 10)
        // The page that is begun takes a few.
        for offset in 1...100 as ClosedRange<Int64> { #expect(small.commit(log, offset) == nil) }
        #expect(try log.createTopic(name: "u", partitions: 1).partitions == [2])
        #expect(try log.registerSource(named: "z") == 2)
        #expect(log.statistics.segments == segments + 1)
        #expect(!small.hasReserve && log.statistics.reserveBytes == 0)
        #expect(log.groupOffsets("g").map(\.offset) == [100])
        #expect(try log.contents(1).isEmpty && log.diskShortage != nil)

        let again = try small.restart(log)
        #expect(again.groupOffsets("g").map(\.offset) == [100])
        #expect(again.topic(named: "u") != nil && again.sources().count == 2)
        // There is no reserve and no space for one: records wait from the start.
        #expect(again.diskShortage != nil)
        try again.append(1, payload: large, source: 1, checkpoint: [9])
        small.second(again)
        #expect(try again.contents(1).isEmpty)
        small.free()
        small.second(again)
        #expect(small.hasReserve && again.diskShortage == nil)
        #expect(try again.contents(1).count == 1)
        again.close()
    }

    @Test func recordsDoNotEatTheReserveThatHasBecomeASegment() throws {
        let log = try fullLog()
        try log.append(1, payload: large)
        for offset in 1...100 as ClosedRange<Int64> { #expect(small.commit(log, offset) == nil) }
        #expect(!small.hasReserve)
        // The segment has room for the record; but who would take the next offset then?
        for _ in 0..<5 { small.second(log) }
        #expect(try log.contents(1).isEmpty)
        #expect(small.commit(log, 101) == nil)
        small.free()
        small.second(log)
        #expect(try log.contents(1).count == 1 && small.hasReserve)
        log.close()
    }

    @Test func whenTheReserveIsUsedUpOffsetsAreRefusedUntilThereIsSpace() throws {
        let log = try fullLog()
        try log.append(1, payload: large)
        var offset: Int64 = 0
        var refusal: CommitLogError?
        while refusal == nil, offset < 5000 {
            offset += 1
            refusal = small.commit(log, offset)
        }
        #expect(refusal?.code == .diskFull && refusal?.isRetriable == true)
        // The reserve holds what it is for: about a hundred bytes an offset.
        #expect(offset > 500)
        #expect(log.groupOffsets("g").map(\.offset) == [offset - 1] && log.failure == nil)
        small.free()
        small.second(log)
        #expect(small.commit(log, offset) == nil)
        #expect(try log.contents(1).count == 1)
        let again = try small.restart(log)
        #expect(again.groupOffsets("g").map(\.offset) == [offset])
        again.close()
    }

    @Test func aFullDiskIsOpenedWithTheHelpOfTheReserve() throws {
        for durability in [Durability.fsync, .os] {
            small.configuration.durability = durability
            small.free()
            small.disk = SimulatedDisk()
            let log = try fullLog()
            // Up to the last byte of the last page.
            let end = log.statistics.endPosition
            try log.append(0, payload: [UInt8](repeating: 2, count: 4096 - Int(end % 4096) - 61 - 64 - 48 - 16))
            small.settle(log)
            let again = try small.restart(log)
            let last = try small.restart(again)
            #expect(last.diskShortage != nil || small.hasReserve)
            #expect(try first(last).first == 1)
            #expect(small.commit(last, 1) == nil)
            small.free()
            small.second(last)
            try last.append(0, payload: [3])
            small.settle(last)
            #expect(try first(last).last == 3)
            last.close()
        }
    }

    @Test func withoutAReserveAFullDiskIsNotOpenedAndSaysWhatToDo() throws {
        small.configuration.reserveBytes = 0
        small.fill()
        #expect { try small.open() } throws: {
            let error = $0 as? CommitLogError
            return error?.code == .diskFull && error?.isRetriable == false
                && error?.remedy.contains("start again") == true
        }
    }

    @Test func aDiskSmallerThanTheReserveHasASmallerOne() throws {
        small.configuration.reserveBytes = 1 << 20
        small.fill(upTo: 900 << 10)
        let log = try small.open()
        _ = try log.createTopic(name: "t", partitions: 1)
        try log.append(0, payload: large)
        small.settle(log)
        #expect(try log.contents(0).count == 1)
        #expect((64 << 10..<900 << 10).contains(log.statistics.reserveBytes))
        #expect(log.diskShortage == nil)
        log.close()
    }

    @Test func closingAFullLogLosesOnlyWhatTheSourceReadsAgain() throws {
        let log = try fullLog()
        try log.append(0, payload: large, source: 1, checkpoint: [2])
        small.settle(log)
        log.close()
        #expect(log.failure?.code == .diskFull && log.failure?.isRetriable == false)
        #expect(throws: CommitLogError.self) { try log.append(0) }
        small.free()
        small.disk.set { $0.isLocked = false }
        let again = try small.open()
        #expect(try first(again) == [1])
        #expect(again.sourceState(1) == [1])
        again.close()
    }

    @Test func closeWakesWhoeverWaitsForRoomInTheQueue() throws {
        let disk = SimulatedDisk()
        let log = try CommitLog.openTest(disk, queueBytesMax: 60_000)
        let partition = try log.makeTopic()[0]
        disk.set { $0.capacity = SimulatedDisk.usedBytes(&$0) }
        let refused = ConditionLock<CommitLogError?>(nil)
        let thread = DedicatedThread(name: "sender") {
            do {
                for _ in 0..<5 { try log.append(partition, payload: [UInt8](repeating: 7, count: 50_000)) }
            } catch {
                refused.withLock { $0 = error as? CommitLogError }
            }
        }
        while log.diskShortage == nil { usleep(1000) }
        usleep(20_000)
        #expect(refused.withLock { $0 } == nil)
        log.close()
        thread.join()
        #expect(refused.withLock { $0?.isRetriable } == false)
    }

    @Test func aFullDiskCostsNoTurnsOfTheWriter() throws {
        let disk = SimulatedDisk()
        let log = try CommitLog.openTest(disk)
        let partition = try log.makeTopic()[0]
        disk.set { $0.capacity = SimulatedDisk.usedBytes(&$0) }
        try log.append(partition, payload: large)
        while log.diskShortage == nil { usleep(1000) }
        usleep(50_000)
        let calls = disk.get { $0.calls }
        usleep(300_000)
        #expect(disk.get { $0.calls } - calls < 10)
        log.abandon()
    }

    @Test func zerosThatWereWrittenAheadAreGivenToRecordsFirst() throws {
        let disk = SimulatedDisk()
        let configuration = CommitLogConfiguration(
            directory: "d", segmentBytes: 1 << 20, preallocateBytesMax: 1 << 20, keeperTickMilliseconds: 0)
        let log = try CommitLog.open(configuration, merging: Concatenation(), environment: testEnvironment(disk))
        let partition = try log.makeTopic()[0]
        func spare() -> Int { disk.get { $0.names["d/log/spare"]?.allocatedPages ?? 0 } }
        var number: UInt8 = 0
        while spare() < 256, number < 100 {
            try log.appendAndWait(partition, payload: [number] + [UInt8](repeating: 7, count: 10_000))
            number += 1
            usleep(2000)
        }
        #expect(spare() == 256)
        disk.set { $0.capacity = SimulatedDisk.usedBytes(&$0) }
        let before = number
        while log.diskShortage == nil, number < 250 {
            try log.append(partition, payload: [number] + [UInt8](repeating: 7, count: 100_000))
            usleep(2000)
            number += 1
        }
        // About a megabyte of them.
        #expect(number - before > 8)
        disk.set { $0.capacity = nil }
        log.spaceFreed()
        #expect(log.waitForWatermark(partition, atLeast: Int64(number), milliseconds: 10_000))
        #expect(try log.contents(partition).map { $0.payload[0] } == Array(0..<number))
        log.close()
    }
}
