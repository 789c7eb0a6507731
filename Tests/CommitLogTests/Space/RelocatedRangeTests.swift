import Testing

@testable import CommitLog

@Suite struct RelocatedRangeTests {
    private func range(_ offsets: ClosedRange<Int64>, _ segment: UInt64, time: Int64 = 0) -> RelocatedRange {
        RelocatedRange(
            firstOffset: offsets.lowerBound,
            lastOffset: offsets.upperBound,
            segment: segment,
            appendTime: time,
            maxTimestamp: offsets.upperBound,
            bytes: UInt64(offsets.count) * 10
        )
    }

    /// After any order of insertions each offset is where the last one put it.
    @Test(arguments: 1...200 as ClosedRange<UInt64>)
    func theLastCopyOfAnOffsetCounts(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var ranges: [RelocatedRange] = []
        var model: [Int64: UInt64] = [:]
        for _ in 0..<12 {
            let first = Int64.random(in: 0..<50, using: &generator)
            let last = first + Int64.random(in: 0..<20, using: &generator)
            let segment = UInt64.random(in: 1...3, using: &generator)
            ranges.insert(
                range(first...last, segment, time: Int64.random(in: 0...1, using: &generator) * 4_000_000_000))
            for offset in first...last { model[offset] = segment }
            if Bool.random(using: &generator) {
                let start = Int64.random(in: 0..<10, using: &generator)
                ranges.removeAll(before: start)
                // A range that reaches over the start stays whole.
                for offset in 0..<start where ranges.holding(offset) == nil { model[offset] = nil }
            }
            for offset in 0..<80 as Range<Int64> { #expect(ranges.holding(offset)?.segment == model[offset]) }
            for (one, next) in zip(ranges, ranges.dropFirst()) { #expect(one.lastOffset < next.firstOffset) }
            #expect(ranges.reduce(0) { $0 + $1.bytes } > 0 || ranges.isEmpty)
        }
    }

    @Test func neighboursOfOneSegmentAndHourAreOne() {
        var ranges: [RelocatedRange] = []
        ranges.insert(range(0...4, 7))
        ranges.insert(range(5...9, 7, time: 1000))
        ranges.insert(range(10...14, 7, time: 3_600_000_000))
        ranges.insert(range(15...19, 8, time: 3_600_000_000))
        #expect(ranges.map(\.firstOffset) == [0, 10, 15])
        #expect(ranges[0].lastOffset == 9)
        #expect(ranges[0].appendTime == 1000)
        #expect(ranges[0].maxTimestamp == 9)
        #expect(ranges[0].bytes == 100)
        #expect(ranges.first(after: 3)?.firstOffset == 10)
        #expect(ranges.first(after: 15) == nil)
        #expect(ranges.first(after: -1)?.firstOffset == 0)
    }
}
