/// The time that retention goes by: the wall clock, as long as that is believed.
///
/// A clock that steps ahead (a wrong battery, a mistyped date) would make everything old at once. So a step ahead counts
/// only after it has lasted for a day, or for as long as records are kept if that is shorter; until then time goes on as
/// it did. The same holds after a start: the time in which the log was not open lets no record expire on the first day,
/// and who was away as well can still read. A step back counts at once: it makes records younger, never older.
struct RetentionClock {
    enum Event: Equatable {
        /// The wall clock is this much (µs) ahead of what was expected; it counts after the given time (µs).
        case ahead(by: Int64, countsAfter: Int64)
        case accepted
        case back(by: Int64)
    }

    private var wall: Int64
    private var monotonic: Int64
    private var aheadSince: Int64?
    /// Corrections up to this much are ordinary.
    static let toleranceMicroseconds: Int64 = 300_000_000
    static let graceMicrosecondsMax: Int64 = 86_400_000_000

    /// - Parameter lastAppend: time of the log's last frame before this start, if there is one.
    init(lastAppend: Int64?, wall: Int64, monotonic: Int64) {
        self.wall = min(lastAppend ?? wall, wall)
        self.monotonic = monotonic
    }

    /// - Parameter shortestMicroseconds: the shortest time for which any record is kept.
    mutating func advance(
        wall newWall: Int64,
        monotonic newMonotonic: Int64,
        shortestMicroseconds: Int64
    ) -> (now: Int64, event: Event?) {
        let expected = wall + (newMonotonic - monotonic)
        let step = newWall - expected
        if step > Self.toleranceMicroseconds {
            let grace = min(shortestMicroseconds, Self.graceMicrosecondsMax)
            guard let since = aheadSince else {
                aheadSince = newMonotonic
                return (expected, .ahead(by: step, countsAfter: grace))
            }
            guard newMonotonic - since >= grace else { return (expected, nil) }
        }
        let event: Event? =
            step > Self.toleranceMicroseconds
            ? .accepted : step < -Self.toleranceMicroseconds ? .back(by: -step) : nil
        aheadSince = nil
        wall = newWall
        monotonic = newMonotonic
        return (newWall, event)
    }
}
