import MySQLSource
import Testing

@testable import Bridge

@Suite struct ClockOffsetTests {
    /// Asked at `asked`, with this way there and back, of a server whose clock is ahead.
    private func sample(_ asked: Int64, there: Int64, back: Int64, ahead: Int64) -> ServerClock {
        ServerClock(asked: asked, answered: asked + there + back, server: asked + there + ahead)
    }

    @Test func `the quickest question tells the offset`() {
        var clock = ClockOffset()
        clock.add(sample(0, there: 40_000, back: 200, ahead: 5_000_000))
        clock.add(sample(1_000_000, there: 200, back: 200, ahead: 5_000_000))
        clock.add(sample(2_000_000, there: 300, back: 90_000, ahead: 5_000_000))
        #expect(clock.microseconds == 5_000_000)
    }

    @Test func `with a known offset the two ways are told apart`() {
        var clock = ClockOffset()
        clock.add(sample(0, there: 200, back: 200, ahead: -7_000_000))
        let late = sample(1_000_000, there: 300, back: 2_000_000, ahead: -7_000_000)
        clock.add(late)
        let answer = clock.ways(of: late)
        #expect(answer.forward == 300)
        #expect(answer.backward == 2_000_000)
    }

    @Test func `a clock that was set is believed at once`() {
        var clock = ClockOffset()
        clock.add(sample(0, there: 200, back: 200, ahead: 0))
        clock.add(sample(1_000_000, there: 400, back: 400, ahead: 60_000_000))
        #expect(clock.microseconds == 60_000_000)
    }
}
