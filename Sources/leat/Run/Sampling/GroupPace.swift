/// How one consumer group gets on with one topic, from a look a second at its offsets.
struct GroupPace {
    private struct Look {
        let at: ContinuousClock.Instant
        let confirmed: Int64
        let lag: Int64
    }

    private var looks: [Look] = []
    private var lastAdvance: ContinuousClock.Instant?
    /// Longest time between two confirmations lately: a consumer that commits every five seconds is not late after four.
    private var usualPause: Duration?
    /// Looks that are kept: a little more than ten seconds' worth.
    private static let looksMax = 12

    /// Records that the group confirms as read, a second.
    private(set) var perSecond = 0.0
    private(set) var lag: Int64 = 0

    mutating func take(confirmed: Int64, lag: Int64, at now: ContinuousClock.Instant) {
        if let last = looks.last, confirmed != last.confirmed {
            if let lastAdvance {
                let pause = lastAdvance.duration(to: now)
                // A pause that was a stop does not count as usual.
                if pause < .seconds(30) { usualPause = max(pause, usualPause.map { $0 * 0.8 } ?? pause) }
            }
            lastAdvance = now
        }
        if looks.count == Self.looksMax { looks.removeFirst() }
        looks.append(Look(at: now, confirmed: confirmed, lag: lag))
        self.lag = lag
        if let first = looks.first, first.at < now {
            perSecond = max(0, Double(confirmed - first.confirmed) / (first.at.duration(to: now) / .seconds(1)))
        }
    }

    /// Time until the group has caught up if records go on coming at this rate; 0 when it has, nil when it does not.
    func catchUpSeconds(inPerSecond: Double) -> Double? {
        if lag == 0 { return 0 }
        let gain = perSecond - inPerSecond
        return gain > 0 ? Double(lag) / gain : nil
    }

    /// Why the group counts as falling behind; nil when it does not.
    /// - Parameter inPerSecond: records that come into the topic.
    func complaint(inPerSecond: Double, now: ContinuousClock.Instant) -> String? {
        guard inPerSecond > 0, lag > 0, looks.count > 2, let first = looks.first else { return nil }
        let pause = usualPause ?? .seconds(5)
        let stalled = (lastAdvance ?? first.at).duration(to: now)
        if stalled > max(.seconds(2), pause * 1.5), Double(lag) >= inPerSecond {
            return "\(lag) records behind, nothing confirmed for \(stalled.components.seconds) s"
        }
        // The lowest lag of the last pauses is what it does not read; between confirmations it only looks behind.
        let count = min(looks.count - 1, Int(pause.components.seconds) + 2)
        let trough = looks.suffix(count).map(\.lag).min() ?? 0
        let before = looks.dropLast().suffix(count).map(\.lag).min() ?? 0
        guard trough > before, Double(trough) >= inPerSecond * 0.5 else { return nil }
        return "\(lag) records behind: \(Int(perSecond)) are confirmed a second, \(Int(inPerSecond)) come"
    }
}
