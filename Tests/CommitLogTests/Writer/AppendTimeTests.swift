import Testing

@testable import CommitLog

@Suite struct AppendTimeTests {
    @Test func aClockThatIsSetBackDoesNotMakeTimesGoBack() throws {
        let small = SmallDisk()
        var log = try small.open()
        _ = try log.createTopic(name: "t", partitions: 1)
        let hour: Int64 = 3_600_000_000
        for step in [0, hour, -30 * hour, 0, hour, 30 * hour] {
            small.clock.set(by: step)
            try log.append(0)
            small.settle(log)
            log = try small.restart(log)
        }
        log.close()
        let times = try small.disk.frames().map(\.header.appendTime)
        #expect(times == times.sorted())
        // It goes on with the clock as soon as that has caught up.
        #expect(times.last == small.clock.now && Set(times).count == 3)
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
