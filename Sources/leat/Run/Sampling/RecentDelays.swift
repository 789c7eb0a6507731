import Bridge

/// The delays of the last seconds, from counts that only grow.
struct RecentDelays {
    private var states: [DelayCounts] = []
    private let seconds: Int

    /// - Parameter seconds: how far back, with one look a second.
    init(seconds: Int) { self.seconds = seconds }

    /// - Returns: what has come in that time.
    mutating func take(_ counts: DelayCounts) -> DelayCounts {
        defer {
            if states.count == seconds { states.removeFirst() }
            states.append(counts)
        }
        return counts.since(states.first ?? counts)
    }
}
