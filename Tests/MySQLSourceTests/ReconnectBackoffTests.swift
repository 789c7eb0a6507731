import MySQLSource
import Testing

@Suite struct ReconnectBackoffTests {
    @Test func waitsDoubleUpToTheCapAndHalfOfEachIsRandom() {
        var backoff = ReconnectBackoff(firstMilliseconds: 100, capMilliseconds: 1_000)
        for ceiling in [100, 200, 400, 800, 1_000, 1_000, 1_000] {
            let wait = backoff.next()
            #expect(wait >= ceiling / 2 && wait <= ceiling)
        }
        #expect(backoff.attempts == 7)
    }

    @Test func aStableStreamEndsTheRowOfFailures() {
        var backoff = ReconnectBackoff(firstMilliseconds: 100, capMilliseconds: 1_000, stableMilliseconds: 5_000)
        for _ in 0..<5 { _ = backoff.next() }
        backoff.streamEnded(afterMilliseconds: 4_999)
        #expect(backoff.next() >= 500)
        backoff.streamEnded(afterMilliseconds: 5_000)
        #expect(backoff.next() <= 100)
    }

    @Test func thousandsOfAttemptsStayAtTheCap() {
        var backoff = ReconnectBackoff()
        for _ in 0..<10_000 { #expect(backoff.next() <= backoff.capMilliseconds) }
    }
}
