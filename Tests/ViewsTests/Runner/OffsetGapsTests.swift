import Testing

@testable import Views

/// Offsets that were passed over and may come as copies.
@Suite struct OffsetGapsTests {
    @Test func copiesFillWhatIsMissingOnce() {
        var gaps = OffsetGaps()
        gaps.add(0..<10)
        gaps.add(20..<30)
        #expect(gaps.fill(3...5) == true)
        #expect(gaps.fill(3...5) == false)
        #expect(gaps.fill(10...12) == false)
        #expect(gaps.fill(28...31) == false)
        #expect(gaps.fill(20...29) == true)
        #expect(Set(gaps.ranges) == [0..<3, 6..<10])
        #expect(gaps.fill(0...2) && gaps.fill(6...9))
        #expect(gaps.isEmpty)
    }

    @Test func whatRetentionTookIsMissingNoMore() {
        var gaps = OffsetGaps()
        gaps.add(0..<10)
        gaps.add(20..<30)
        gaps.forget(before: 25)
        #expect(gaps.ranges == [25..<30])
    }
}
