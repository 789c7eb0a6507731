/// What is known of a segment as a whole.
struct SegmentSummary: Equatable, Sendable {
    /// Sequence of the first frame.
    var firstSequence: UInt64 = 0
    /// When the first and the last frame with records were appended, µs since 1970; nil if there is none.
    var appendTimes: ClosedRange<Int64>?

    /// A frame with records was appended. The clock may have been set back.
    mutating func note(appendTime: Int64) {
        guard let known = appendTimes else {
            appendTimes = appendTime...appendTime
            return
        }
        appendTimes = min(known.lowerBound, appendTime)...max(known.upperBound, appendTime)
    }
}
