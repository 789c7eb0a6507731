import Binlog
import MySQLSource

/// What the control connection of a source last learnt. Times are µs since 1970 by our clock.
public struct WatchReport: Sendable, Equatable {
    /// One question that was answered.
    public struct Answer: Sendable, Equatable {
        public let at: Int64
        /// Time from our question to the server's reading of its clock, what it waited there included.
        public let forward: Int64
        /// Time from there to our reading of the answer.
        public let backward: Int64

        public var roundTrip: Int64 { forward + backward }
    }

    /// Since when there has been no answer, however often it was asked; nil while none is owed.
    public internal(set) var askedAt: Int64?
    /// What waits is the greeting of a new connection.
    public internal(set) var isLoggingIn = false
    /// The last answers, oldest first.
    public internal(set) var answers: [Answer] = []
    static let answersMax = 8
    /// How the port could be reached, when the control connection had to be made anew; nil while it is open.
    public internal(set) var reach: TCPReach?
    /// What the server or the library said when the last attempt failed; nil after success.
    public internal(set) var failure: String?
    /// The server's clock minus ours, µs; nil before the first answer.
    public internal(set) var clockOffset: Int64?
    /// Where the server's binlog ended, and when that was asked.
    public internal(set) var serverEnd: BinlogPosition?
    public internal(set) var serverEndAt: Int64 = 0
    public internal(set) var dumpThread: DumpThread?
    /// The files that the server had, oldest first.
    public internal(set) var files: [BinlogFile] = []
    /// When files were last written, µs since 1970 by our clock: of those whose end was seen.
    public internal(set) var fileEnds: [String: Int64] = [:]
    public internal(set) var expiry: BinlogExpiry?
    /// Bytes of binlog that the server writes a second, over the last minutes; nil before there are two looks.
    public internal(set) var writeRate: Double?

    public init() {}

    public var answer: Answer? { answers.last }

    /// The answer that took longest of those that came since a moment.
    func slowestAnswer(since moment: Int64) -> Answer? {
        answers.filter { $0.at >= moment }.max { $0.roundTrip < $1.roundTrip }
    }

    mutating func add(_ answer: Answer) {
        if answers.count == Self.answersMax { answers.removeFirst() }
        answers.append(answer)
    }

    /// Bytes from a position to the server's end as of the last look; nil while unknown, 0 beyond it.
    public func bytesBehind(_ position: BinlogPosition) -> Int64? {
        guard let end = serverEnd, !position.file.isEmpty else { return nil }
        if position.file == end.file { return Int64(clamping: end.position) - Int64(clamping: position.position) }
        guard let ours = files.firstIndex(where: { $0.name == position.file }) else {
            // A file that is newer than the last look is ahead of it; one that is gone cannot be counted.
            return (position.file.utf8.count, position.file) > (end.file.utf8.count, end.file) ? 0 : nil
        }
        var bytes = Int64(clamping: end.position) - Int64(clamping: position.position)
        for file in files[ours...] where file.name != end.file { bytes += Int64(clamping: file.bytes) }
        return bytes
    }
}
