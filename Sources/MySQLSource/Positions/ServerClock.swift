import Glibc

/// One look at the server's clock, and how long the question was on its way (as NTP, RFC 5905, does it).
///
///     ours     asked ─────────────────────────── answered
///     server          ── waits ── reads its clock ──
public struct ServerClock: Sendable, Equatable {
    /// Our clock when the question left and when its answer came, µs since 1970.
    public let asked: Int64
    public let answered: Int64
    /// The server's clock at some moment between, µs since 1970.
    public let server: Int64

    public init(asked: Int64, answered: Int64, server: Int64) {
        self.asked = asked
        self.answered = answered
        self.server = server
    }

    public var roundTrip: Int64 { answered - asked }
    /// The server's clock minus ours, if both ways took the same time: wrong by at most half of the round trip.
    public var offset: Int64 { server - (asked + answered) / 2 }

    /// Asks. The connection's time zone must be UTC.
    public static func read(_ connection: MySQLConnection) throws(SourceError) -> ServerClock {
        let asked = now()
        // SYSDATE is the clock as it is read; NOW is the statement's begin, before what it may have waited for.
        let text = try connection.value("SELECT UNIX_TIMESTAMP(SYSDATE(6))") ?? ""
        let answered = now()
        guard let seconds = Double(text), seconds > 0, seconds < 1e11 else {
            throw SourceError(.protocolError, "\(connection.options.address) gives no time: \(text)")
        }
        return ServerClock(asked: asked, answered: answered, server: Int64(seconds * 1e6))
    }

    private static func now() -> Int64 {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return Int64(now.tv_sec) * 1_000_000 + Int64(now.tv_nsec) / 1000
    }
}
