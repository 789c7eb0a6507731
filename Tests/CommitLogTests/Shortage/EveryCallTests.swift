import Glibc
import Testing

@testable import CommitLog

/// A fault at each call to the disk in turn, during a workload that rolls.
@Suite struct EveryCallTests {
    private static let written: Set = ["open", "pwritev", "rename", "ftruncate"]
    private static let all = written.union(["fdatasync", "fsync", "unlink"])

    private func callsOfAWholeRun(_ durability: Durability, _ writeBytesMax: Int) throws -> Int {
        let numbers = try Numbers(durability: durability, writeBytesMax: writeBytesMax)
        numbers.run()
        defer { numbers.close() }
        return numbers.calls
    }

    /// - Parameter count: calls that find no space before there is some again.
    @Test(arguments: [1, 3, 40], [Durability.fsync, .os])
    func withoutSpaceForAWhileNothingIsLostOrRepeated(count: Int, durability: Durability) throws {
        for writeBytesMax in [Int.max, 700] {
            let calls = try callsOfAWholeRun(durability, writeBytesMax)
            #expect(calls > 40)
            for first in 1...calls {
                let numbers = try Numbers(durability: durability, writeBytesMax: writeBytesMax)
                numbers.fail(Self.written, from: first, count: count, ENOSPC)
                numbers.run()
                numbers.small.disk.set { $0.fault = nil }
                numbers.small.second(numbers.log)
                let what = Comment("no space for calls \(first) to \(first + count - 1), writes of \(writeBytesMax)")
                #expect(numbers.log.failure == nil && numbers.log.diskShortage == nil, what)
                try numbers.check(atLeast: [14, 14], what)
                try numbers.kill()
                try numbers.check(atLeast: [14, 14], what)
                numbers.close()
            }
        }
    }

    @Test(arguments: [Int.max, 700])
    func aPowerCutOnAFullDiskLeavesWhatWasVisible(writeBytesMax: Int) throws {
        for first in 1...(try callsOfAWholeRun(.fsync, writeBytesMax)) {
            for seed in 0..<2 as Range<UInt64> {
                let numbers = try Numbers(writeBytesMax: writeBytesMax)
                numbers.fail(Self.written, from: first, count: .max, ENOSPC)
                numbers.run()
                let visible = [try numbers.visible(0), try numbers.visible(1)]
                try numbers.cutPower(seed: UInt64(first) * 31 + seed)
                try numbers.check(atLeast: visible, "no space from call \(first) on, seed \(seed)")
                numbers.close()
            }
        }
    }

    @Test(arguments: [Durability.fsync, .os])
    func afterAFailedCallTheLogStopsAndAllThatWasAcknowledgedIsThere(durability: Durability) throws {
        var stopped = 0
        let calls = try callsOfAWholeRun(durability, .max)
        for first in 1...calls {
            let numbers = try Numbers(durability: durability)
            numbers.fail(Self.all, from: first, count: 1, EIO)
            numbers.run()
            let what = Comment("EIO at call \(first)")
            let visible = [try numbers.visible(0), try numbers.visible(1)]
            try numbers.check(atLeast: visible, what)
            if let failure = numbers.log.failure {
                stopped += 1
                #expect(failure.code == .ioFailure && failure.errno == EIO && !failure.isRetriable, what)
            } else {
                #expect(visible == [14, 14], what)
            }
            let isDurable = durability == .fsync
            if isDurable { try numbers.cutPower(seed: UInt64(first)) } else { try numbers.kill() }
            try numbers.check(atLeast: visible, what)
            numbers.close()
        }
        // Few calls are only a comfort.
        #expect(stopped > calls * 3 / 4)
    }

    /// What a failed write has left of whole frames is gone before another frame takes their place: else the second of
    /// them would follow a frame of the same length as the first.
    @Test func wholeFramesOfAFailedWriteNeverComeBack() throws {
        let small = SmallDisk()
        let log = try small.open()
        _ = try log.createTopic(name: "t", partitions: 1)
        _ = try log.registerSource(named: "s")
        small.settle(log)
        let frame = FrameHeader.size + 8 + FrameEntry.size + aligned(makeBatch(payload: [0]).count)
        // An offset whose frame is as long.
        let offset = try #require(
            (0..<100).lazy.map { length in
                GroupOffset(partition: 0, offset: 1, metadata: String(repeating: "m", count: length))
            }.first { offset in
                let storage = FrameStorage()
                GroupOperation.commit(group: "g", [offset]).write(into: &storage.checkpoint)
                return storage.frameLength == frame
            }
        )
        let calls = small.disk.get { $0.calls }
        small.disk.set { state in
            // Two of three frames get there.
            state.writeBytesMax = 2 * frame
            state.fault = { $1 == calls + 2 ? ENOSPC : nil }
        }
        for number in 0..<3 as Range<UInt8> {
            try log.append(0, payload: [number], source: 1, checkpoint: [number])
        }
        log.step()
        #expect(log.diskShortage != nil)
        let answer = Answer()
        log.commitOffsets(group: "g", entries: [offset]) {
            if case .failure(let error) = $0 { answer.set(error) } else { answer.set(nil) }
        }
        log.step()
        #expect(answer.value == nil)
        let again = try small.restart(log)
        #expect(try again.contents(0).isEmpty && again.sourceState(1) == nil)
        #expect(again.groupOffsets("g").map(\.offset) == [1])
        again.close()
    }

    @Test func whatCannotBeCutOffHoldsEverythingBack() throws {
        let numbers = try Numbers()
        let begin = numbers.callsAtBegin
        numbers.small.disk.set { $0.writeBytesMax = 300 }
        numbers.small.disk.set { $0.fault = { $0 == "ftruncate" || $0 == "pwritev" && $1 > begin + 1 ? ENOSPC : nil } }
        numbers.run(2)
        #expect(numbers.log.diskShortage != nil)
        #expect(numbers.small.commit(numbers.log, 1)?.code == .diskFull)
        // Space for writes alone does not help while the end is not clean.
        numbers.small.disk.set { $0.fault = { call, _ in call == "ftruncate" ? ENOSPC : nil } }
        numbers.small.second(numbers.log)
        #expect(try numbers.visible(0) == 0)
        #expect(numbers.small.commit(numbers.log, 1)?.code == .diskFull)
        numbers.small.disk.set { $0.fault = nil }
        numbers.small.second(numbers.log)
        try numbers.check(atLeast: [2, 2], "after all")
        numbers.close()
    }
}
