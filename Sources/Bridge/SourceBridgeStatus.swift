import Binlog

/// What an operator wants to know of one source: does it work, how far is it, why not.
public struct SourceBridgeStatus: Sendable {
    public enum State: String, Sendable {
        /// Connecting or checking the server.
        case connecting
        /// Reading the binlog.
        case streaming
        /// The connection failed in a way that heals by itself; another try follows.
        case retrying
        /// Waits for an operator: repair what `problem` names, then `leat sources resume`.
        case stopped
    }

    /// One line of what is wrong and one line of what to do.
    public struct Problem: Sendable, Equatable {
        public let what: String
        public let remedy: String

        public init(what: String, remedy: String) {
            self.what = what
            self.remedy = remedy
        }
    }

    public let name: String
    public internal(set) var state: State = .connecting
    public internal(set) var problem: Problem?
    /// Version text of the server, empty before the first connection.
    public internal(set) var server = ""
    /// Position after the last transaction handed to the log, as `leat position show` prints it.
    public internal(set) var position = ""
    /// The same place as file and offset on the server that was read last.
    public internal(set) var file = ""
    public internal(set) var filePosition: UInt64 = 0
    /// Where the decoder is; nil before it has begun.
    var decoded: BinlogPosition?
    /// Row changes handed to the log since the process began.
    public internal(set) var rows: UInt64 = 0
    public internal(set) var transactions: UInt64 = 0
    /// Binlog bytes decoded since the process began.
    public internal(set) var binlogBytes: UInt64 = 0
    /// What was not carried as it is since the process began.
    public internal(set) var notices = SourceNotices()
    /// Commit time of the last transaction, µs since 1970; nil before the first.
    public internal(set) var lastCommitMicroseconds: Int64?
    /// When the source was last known to have nothing more for us (heartbeat or empty wire), µs since 1970.
    public internal(set) var caughtUpMicroseconds: Int64?
    /// Times the connection was lost since the process began.
    public internal(set) var reconnects: UInt64 = 0

    init(name: String) { self.name = name }

    mutating func setPosition(_ checkpoint: SourceCheckpoint) {
        position = checkpoint.text
        file = checkpoint.file
        filePosition = checkpoint.position
        if checkpoint.commitMicroseconds > 0 { lastCommitMicroseconds = checkpoint.commitMicroseconds }
    }
}
