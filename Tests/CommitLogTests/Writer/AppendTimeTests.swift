import Testing

@testable import CommitLog

@Suite struct AppendTimeTests {
    private static let minute: Int64 = 60_000_000

    /// The times of all frames, with a restart after each step of the clock.
    private func times(afterSteps steps: [Int64]) throws -> (times: [Int64], now: Int64) {
        let small = SmallDisk()
        var log = try small.open()
        _ = try log.createTopic(name: "t", partitions: 1)
        for step in steps {
            small.clock.set(by: step)
            try log.append(0)
            small.settle(log)
            log = try small.restart(log)
        }
        log.close()
        return (try small.disk.frames().map(\.header.appendTime), small.clock.now)
    }

    @Test func aClockThatIsCorrectedDoesNotMakeTimesGoBack() throws {
        let (times, now) = try times(afterSteps: [0, 1, -4, 0, 1, 5].map { $0 * Self.minute })
        #expect(times == times.sorted())
        // It goes on with the clock as soon as that has caught up.
        #expect(times.last == now && Set(times).count == 3)
    }

    @Test func aClockThatIsSetFarBackIsBelieved() throws {
        let (times, now) = try times(afterSteps: [0, 600, -300].map { $0 * Self.minute })
        #expect(times.last == now && times.max() == now + 300 * Self.minute)
    }

    @Test func recordsKeepTheTimesThatTheirSourceSays() throws {
        let small = SmallDisk()
        let log = try small.open()
        _ = try log.createTopic(name: "t", partitions: 1)
        for timestamp in [1_000, 5, -7, 2_000] as [Int64] { try log.append(0, timestamp: timestamp) }
        small.settle(log)
        #expect(try log.offset(partition: 0, atOrAfter: 1_001)?.offset == 3)
        #expect(try log.offset(partition: 0, atOrAfter: 6)?.offset == 0)
        log.close()
    }
}
