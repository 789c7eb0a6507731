import MySQLSource

/// The server's clock against ours, from the questions whose way was shortest: their error is smallest (NTP's clock
/// filter, RFC 5905 section 10).
struct ClockOffset {
    private var samples: [ServerClock] = []
    private static let samplesMax = 32

    mutating func add(_ sample: ServerClock) {
        if samples.count == Self.samplesMax { samples.removeFirst() }
        samples.append(sample)
        // A clock that was set: the best of before would be wrong from now on.
        if let best, sample.roundTrip < 100_000,
            abs(sample.offset - best.offset) > (sample.roundTrip + best.roundTrip) / 2 + 50_000
        {
            samples = [sample]
        }
    }

    private var best: ServerClock? { samples.min { $0.roundTrip < $1.roundTrip } }

    /// The server's clock minus ours, µs; nil before the first sample.
    var microseconds: Int64? { best?.offset }

    /// How long the way there and the way back took, by the best that is known of the clocks.
    func ways(of sample: ServerClock) -> WatchReport.Answer {
        let offset = microseconds ?? sample.offset
        let forward = min(max(0, sample.server - offset - sample.asked), sample.roundTrip)
        return WatchReport.Answer(at: sample.answered, forward: forward, backward: sample.roundTrip - forward)
    }
}
