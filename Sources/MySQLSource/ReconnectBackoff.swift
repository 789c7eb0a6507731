/// How long to wait before the next attempt to connect: doubles from `firstMilliseconds` to `capMilliseconds`, and
/// half of each wait is random, so that many bridges do not come back to a restarted server in one instant.
public struct ReconnectBackoff: Sendable {
    /// The first wait. Milliseconds, default 100.
    public let firstMilliseconds: Int
    /// The longest wait. Milliseconds, default 15,000.
    public let capMilliseconds: Int
    /// A stream that lived this long ends the row of failures. Milliseconds, default 10,000.
    public let stableMilliseconds: Int
    /// Failures in a row.
    public private(set) var attempts = 0

    public init(firstMilliseconds: Int = 100, capMilliseconds: Int = 15_000, stableMilliseconds: Int = 10_000) {
        self.firstMilliseconds = max(firstMilliseconds, 1)
        self.capMilliseconds = max(capMilliseconds, self.firstMilliseconds)
        self.stableMilliseconds = stableMilliseconds
    }

    /// The wait before the next attempt, in milliseconds.
    public mutating func next() -> Int {
        var generator = SystemRandomNumberGenerator()
        return next(using: &generator)
    }

    /// The same with the randomness given, so that a simulation can repeat it.
    public mutating func next(using generator: inout some RandomNumberGenerator) -> Int {
        var wait = firstMilliseconds
        for _ in 0..<attempts where wait < capMilliseconds { wait *= 2 }
        wait = min(wait, capMilliseconds)
        attempts += 1
        return wait - Int.random(in: 0...(wait / 2), using: &generator)
    }

    /// Says how long the last connection delivered; a stable one makes the next wait the first again.
    public mutating func streamEnded(afterMilliseconds lived: Int) {
        if lived >= stableMilliseconds { attempts = 0 }
    }
}
