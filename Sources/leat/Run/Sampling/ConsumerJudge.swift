/// Names the consumer group that falls behind, if one does, without flapping.
struct ConsumerJudge {
    struct Verdict: Sendable, Equatable {
        let group: String
        let text: String
    }

    private(set) var verdict: Verdict?
    private var lastComplaint: ContinuousClock.Instant?
    private static let clearAfter = Duration.seconds(3)

    /// - Parameter complaint: the group that is furthest behind, of those that fall behind.
    mutating func take(_ complaint: Verdict?, at now: ContinuousClock.Instant) {
        if let complaint {
            // One that is named stays so while it falls behind; another one does not take turns with it.
            verdict = complaint
            lastComplaint = now
        } else if let lastComplaint, lastComplaint.duration(to: now) >= Self.clearAfter {
            verdict = nil
        }
    }
}
