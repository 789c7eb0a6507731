import Testing

@testable import Bridge

@Suite struct DelayCountsTests {
    @Test func `bounds grow, ten a decade, from 100 µs to 10,000 s`() {
        let bounds = DelayCounts.boundsMicroseconds
        #expect(bounds.first == 100)
        #expect(bounds.last == 10_000_000_000)
        #expect(zip(bounds, bounds.dropFirst()).allSatisfy { $0 < $1 && Double($1) < 1.3 * Double($0) })
    }

    @Test(arguments: [Int64](arrayLiteral: -5, 0, 1, 100, 101, 9_999, 1_000_000, 10_000_000_000, .max))
    func `a delay is counted in the bucket whose bound is the first that is not below it`(delay: Int64) throws {
        var counts = DelayCounts()
        counts.add(microseconds: delay)
        let bucket = try #require(counts.counts.firstIndex(of: 1))
        let bounds = DelayCounts.boundsMicroseconds
        if bucket < bounds.count { #expect(delay <= bounds[bucket]) }
        if bucket > 0 { #expect(delay > bounds[bucket - 1]) }
        #expect(counts.count == 1)
    }

    @Test func `percentiles are right to a tenth`() throws {
        var counts = DelayCounts()
        for delay in 1...10_000 { counts.add(microseconds: Int64(delay) * 100) }
        let half = try #require(counts.quantile(0.5))
        let most = try #require(counts.quantile(0.99))
        #expect(abs(half - 500_000) < 50_000)
        #expect(abs(most - 990_000) < 99_000)
        #expect(DelayCounts().quantile(0.5) == nil)
    }

    @Test func `what has come since an earlier state is told alone`() {
        var counts = DelayCounts()
        counts.add(microseconds: 5)
        let earlier = counts
        counts.add(microseconds: 2_000_000)
        let since = counts.since(earlier)
        #expect(since.count == 1)
        #expect(since.sumMicroseconds == 2_000_000)
        #expect(since.quantile(0.5).map { $0 > 1_500_000 } == true)
    }
}
