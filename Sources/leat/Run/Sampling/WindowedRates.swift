/// Rates of counters that stand side by side, over the last five to ten seconds: two earlier states are kept, whatever
/// the number of looks, so ten thousand partitions take no more than their counters twice.
struct WindowedRates {
    private var older: (at: ContinuousClock.Instant, values: [Int64])?
    private var newer: (at: ContinuousClock.Instant, values: [Int64])?
    /// What has come a second; one for each counter, in their order.
    private(set) var perSecond: [Double] = []

    private static let window = Duration.seconds(5)

    /// - Parameter values: the counters now; new ones stand behind the known ones.
    mutating func take(_ values: [Int64], at now: ContinuousClock.Instant) {
        if let base = older ?? newer, now > base.at {
            let seconds = base.at.duration(to: now) / .seconds(1)
            perSecond = values.enumerated().map { index, value in
                index < base.values.count ? max(0, Double(value - base.values[index])) / seconds : 0
            }
        } else {
            perSecond = [Double](repeating: 0, count: values.count)
        }
        guard let last = newer, last.at.duration(to: now) < Self.window else {
            older = newer
            newer = (now, values)
            return
        }
    }
}
