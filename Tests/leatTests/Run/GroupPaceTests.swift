import Testing

@testable import leat

@Suite struct GroupPaceTests {
    /// A look a second: what is confirmed and what lies behind.
    private func pace(_ looks: [(confirmed: Int64, lag: Int64)]) -> (GroupPace, ContinuousClock.Instant) {
        var pace = GroupPace()
        let begin = ContinuousClock.now
        var now = begin
        for look in looks {
            pace.take(confirmed: look.confirmed, lag: look.lag, at: now)
            now += .seconds(1)
        }
        return (pace, now - .seconds(1))
    }

    @Test func `a consumer that confirms every five seconds is not behind between them`() {
        // 100 records come a second.
        for length in 10...40 {
            let looks = (0..<length).map { second -> (confirmed: Int64, lag: Int64) in
                let confirmed = Int64(second / 5 * 5) * 100
                return (confirmed, Int64(second) * 100 - confirmed)
            }
            let (pace, now) = pace(looks)
            #expect(pace.complaint(inPerSecond: 100, now: now) == nil, "after \(length) s")
        }
    }

    @Test func `one that stops is behind within three seconds`() {
        let looks = (0..<10).map { (confirmed: Int64($0) * 100, lag: Int64(0)) }
        let stopped = (1...3).map { (confirmed: Int64(900), lag: Int64($0) * 100) }
        let (pace, now) = pace(looks + stopped)
        #expect(pace.complaint(inPerSecond: 100, now: now) != nil)
    }

    @Test func `one that reads less than comes is behind, and never catches up`() {
        let looks = (0..<6).map { (confirmed: Int64($0) * 20, lag: Int64($0) * 80) }
        let (pace, now) = pace(looks)
        #expect(pace.complaint(inPerSecond: 100, now: now) != nil)
        #expect(pace.catchUpSeconds(inPerSecond: 100) == nil)
    }

    @Test func `one that reads more than comes has a time until it has caught up`() {
        let looks = (0..<6).map { (confirmed: Int64($0) * 300, lag: 10_000 - Int64($0) * 200) }
        let (pace, now) = pace(looks)
        #expect(pace.complaint(inPerSecond: 100, now: now) == nil)
        #expect(pace.catchUpSeconds(inPerSecond: 100) == 45)
    }

    @Test func `nothing comes, so nobody falls behind`() {
        let looks = (0..<12).map { _ in (confirmed: Int64(5), lag: Int64(400)) }
        let (pace, now) = pace(looks)
        #expect(pace.complaint(inPerSecond: 0, now: now) == nil)
    }
}
