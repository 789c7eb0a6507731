import Testing

@testable import leat

@Suite struct WindowedRatesTests {
    @Test func `a steady counter has its rate, and none after it stops`() {
        var rates = WindowedRates()
        var now = ContinuousClock.now
        for second in 0..<20 {
            rates.take([Int64(second) * 50], at: now)
            now += .seconds(1)
        }
        #expect(rates.perSecond == [50])
        for _ in 0..<12 {
            rates.take([19 * 50], at: now)
            now += .seconds(1)
        }
        #expect(rates.perSecond == [0])
    }

    @Test func `a counter that comes later begins at nothing`() {
        var rates = WindowedRates()
        let now = ContinuousClock.now
        rates.take([10], at: now)
        rates.take([20, 1_000_000], at: now + .seconds(1))
        #expect(rates.perSecond == [10, 0])
    }
}
