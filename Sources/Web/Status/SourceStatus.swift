/// How one source is doing.
public struct SourceStatus: Codable, Sendable, Equatable {
    public var name: String
    /// `connecting`, `streaming`, `retrying` or `stopped`; a stopped source waits for `leat sources resume`.
    public var state: String
    /// Flavour and version of the server; nil before the first connection.
    public var server: String?
    /// The position after the last transaction that the queue holds; nil while there is none.
    public var position: String?
    /// Row changes carried since the process began.
    public var rows: Int64
    /// Transactions carried since the process began.
    public var transactions: Int64
    /// Bytes read from the server since the process began.
    public var bytes: Int64
    /// Commit time of the last transaction in milliseconds since 1970; nil while there is none.
    public var lastCommitMilliseconds: Int64?
    /// How far the queue is behind the source in seconds; nil while unknown.
    public var lagSeconds: Double?
    /// Bytes of binlog that the server has and the queue does not; nil while unknown.
    public var lagBytes: Int64?
    /// What makes the source late: `source`, `network`, `decode`, `append` or `fsync`; nil while it is not late.
    public var stage: String?
    /// One line of why that stage is named, with the figure.
    public var stageText: String?
    /// Time until the server purges binlog that the queue still needs, in seconds; nil while unknown or unlimited.
    public var runwaySeconds: Double?
    /// What the server purges by, or that it never does by itself; nil while unknown.
    public var runwayText: String?
    /// The server's clock minus ours in seconds; nil while unknown.
    public var clockOffsetSeconds: Double?
    /// Row changes, and bytes of binlog, a second.
    public var rowsPerSecond: Double?
    public var bytesPerSecond: Double?
    /// Times that the connection was lost since the process began.
    public var reconnects: Int64
    /// Events whose checksum was wrong since the process began: bytes that changed on the way or on the server's disk.
    public var checksumFailures: Int64
    /// What was not carried as it is since the process began, by what it is: `zero_dates`, `replaced_texts`,
    /// `filtered_rows`, `dead_letters`, `skipped_statements`.
    public var notices: [String: Int64]
    /// One line of what went wrong last; nil when nothing is wrong.
    public var error: String?
    /// One line of what to do about `error`.
    public var remedy: String?

    public init(
        name: String,
        state: String,
        server: String? = nil,
        position: String? = nil,
        rows: Int64 = 0,
        transactions: Int64 = 0,
        bytes: Int64 = 0,
        lastCommitMilliseconds: Int64? = nil,
        lagSeconds: Double? = nil,
        reconnects: Int64 = 0,
        checksumFailures: Int64 = 0,
        notices: [String: Int64] = [:],
        error: String? = nil,
        remedy: String? = nil
    ) {
        self.name = name
        self.state = state
        self.server = server
        self.position = position
        self.rows = rows
        self.transactions = transactions
        self.bytes = bytes
        self.lastCommitMilliseconds = lastCommitMilliseconds
        self.lagSeconds = lagSeconds
        self.reconnects = reconnects
        self.checksumFailures = checksumFailures
        self.notices = notices
        self.error = error
        self.remedy = remedy
    }
}
