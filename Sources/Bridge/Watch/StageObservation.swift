import CommitLog
import MySQLSource

/// Everything by which the stage is judged that makes a source late, at one moment. Times are µs.
struct StageObservation: Sendable {
    /// Since 1970, by our clock.
    var now: Int64 = 0
    var state = SourceBridgeStatus.State.connecting
    /// One line of what is wrong with the connection that reads; nil when nothing is.
    var problem: String?
    /// Time since the source began to stream, or ceased to.
    var stateAge: Int64 = 0
    /// Time since something was received; nil before anything was.
    var silence: Int64?
    /// Time since transactions came last.
    var idle: Int64 = 0
    /// From commit to received, of the last frame; nil when none came lately.
    var upstreamDelay: Int64?
    /// Age of the oldest bytes that wait for the decoder or are decoded; nil when there are none.
    var decodeAge: Int64?
    /// Time since the oldest frame was handed over that is not visible; nil when there is none.
    var appendAge: Int64?
    /// Bytes between the queue's position and the server's end when that was asked, and its age.
    var bytesBehind: Int64?
    var bytesBehindAge: Int64 = 0
    /// Shares of the last second.
    var shares = ActivityShares()
    /// Frames wait for space on the disk.
    var isDiskFull = false
    var heartbeatMicroseconds: Int64 = 5_000_000
    var report = WatchReport()
    /// Of the control connection; nil while it is not open.
    var socket: SocketState?
}

/// What share of the last second each thread spent on what.
struct ActivityShares: Sendable, Equatable {
    /// The reader waited for the server.
    var readerWaits = 0.0
    /// The reader waited for the decoder.
    var readerIsHeldBack = 0.0
    /// The decoder waited for the compress thread, and that for the log.
    var decoderIsHeldBack = 0.0
    var compressorIsHeldBack = 0.0
    var writerSyncs = 0.0
    var writerWrites = 0.0
}
