import Testing

@testable import CommitLog

@Suite struct RetentionClockTests {
    private let hour: Int64 = 3_600_000_000
    private let week: Int64 = 7 * 86_400_000_000

    @Test func anOrdinaryClockIsFollowed() {
        var clock = RetentionClock(lastAppend: 0, wall: 1000, monotonic: 0)
        for step in 1...10 as ClosedRange<Int64> {
            let (now, event) = clock.advance(
                wall: 1000 + step * hour + step * 1_000_000,
                monotonic: step * hour,
                shortestMicroseconds: week
            )
            #expect(now == 1000 + step * hour + step * 1_000_000)
            #expect(event == nil)
        }
    }

    @Test func aStepAheadCountsAfterADay() {
        var clock = RetentionClock(lastAppend: nil, wall: 0, monotonic: 0)
        let year = 365 * 24 * hour
        func at(_ hours: Int64) -> (now: Int64, event: RetentionClock.Event?) {
            clock.advance(wall: year + hours * hour, monotonic: hours * hour, shortestMicroseconds: week)
        }
        let first = at(1)
        #expect(first.now == hour)
        #expect(first.event == .ahead(by: year, countsAfter: 24 * hour))
        #expect(at(24).now == 24 * hour)
        #expect(at(24).event == nil)
        let last = at(25)
        #expect(last.now == year + 25 * hour)
        #expect(last.event == .accepted)
    }

    @Test func aStepAheadThatIsTakenBackNeverCounts() {
        var clock = RetentionClock(lastAppend: nil, wall: 0, monotonic: 0)
        #expect(clock.advance(wall: week, monotonic: hour, shortestMicroseconds: week).now == hour)
        let back = clock.advance(wall: 2 * hour, monotonic: 2 * hour, shortestMicroseconds: week)
        #expect(back.now == 2 * hour)
        #expect(back.event == nil)
    }

    @Test func whoKeepsRecordsForAMinuteWaitsForAMinute() {
        var clock = RetentionClock(lastAppend: nil, wall: 0, monotonic: 0)
        let minute = hour / 60
        #expect(clock.advance(wall: week, monotonic: minute, shortestMicroseconds: minute).now == minute)
        #expect(
            clock.advance(wall: week + minute, monotonic: 2 * minute, shortestMicroseconds: minute).event == .accepted)
    }

    @Test func timeInWhichTheLogWasClosedDoesNotCountOnTheFirstDay() {
        var clock = RetentionClock(lastAppend: hour, wall: week, monotonic: 0)
        #expect(clock.advance(wall: week, monotonic: 0, shortestMicroseconds: week).now == hour)
        #expect(
            clock.advance(wall: week + 25 * hour, monotonic: 25 * hour, shortestMicroseconds: week).now == week + 25
                * hour)
    }

    @Test func aStepBackCountsAtOnce() {
        var clock = RetentionClock(lastAppend: nil, wall: week, monotonic: 0)
        let (now, event) = clock.advance(wall: hour, monotonic: hour, shortestMicroseconds: week)
        #expect(now == hour)
        #expect(event == .back(by: week))
    }
}
