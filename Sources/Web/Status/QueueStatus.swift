/// How the log itself is doing; counters count since the process began.
public struct QueueStatus: Codable, Sendable, Equatable {
    public var directory: String
    /// The log takes writes; records may have to wait for space (`isDiskFull`).
    public var isWritable: Bool
    /// The disk is full: records and their sources wait, reads and consumers' offsets go on.
    public var isDiskFull: Bool
    /// One line of why the log waits or has stopped; nil when all is well.
    public var error: String?
    /// One line of what to do about `error`.
    public var remedy: String?
    /// Records written.
    public var records: Int64
    /// Bytes written, frames and markers included.
    public var bytes: Int64
    /// Files of the log.
    public var segments: Int
    /// Bytes that wait for the disk now.
    public var waitingBytes: Int64
    /// fdatasync calls.
    public var syncs: Int64
    /// Time spent in them, in seconds.
    public var syncSeconds: Double
    /// Bytes free on the log's file system; nil if it cannot be asked.
    public var diskFreeBytes: Int64?
    /// Bytes set aside for a full disk; 0 while there was no space for them.
    public var reserveBytes: Int64
    /// Retention, relocation and scrub.
    public var space: SpaceStatus
    /// From commit at the source to readable in the queue; nil when nobody measures it.
    public var commitToVisible: DelayHistogram?

    public init(
        directory: String,
        isWritable: Bool,
        isDiskFull: Bool = false,
        error: String? = nil,
        remedy: String? = nil,
        records: Int64 = 0,
        bytes: Int64 = 0,
        segments: Int = 0,
        waitingBytes: Int64 = 0,
        syncs: Int64 = 0,
        syncSeconds: Double = 0,
        diskFreeBytes: Int64? = nil,
        reserveBytes: Int64 = 0,
        space: SpaceStatus = SpaceStatus(),
        commitToVisible: DelayHistogram? = nil
    ) {
        self.directory = directory
        self.isWritable = isWritable
        self.isDiskFull = isDiskFull
        self.error = error
        self.remedy = remedy
        self.records = records
        self.bytes = bytes
        self.segments = segments
        self.waitingBytes = waitingBytes
        self.syncs = syncs
        self.syncSeconds = syncSeconds
        self.diskFreeBytes = diskFreeBytes
        self.reserveBytes = reserveBytes
        self.space = space
        self.commitToVisible = commitToVisible
    }
}

/// Delays counted by size.
public struct DelayHistogram: Codable, Sendable, Equatable {
    /// Upper bounds of the buckets in seconds, growing.
    public var boundsSeconds: [Double]
    /// Delays in each bucket alone; one more than bounds, the last for everything above.
    public var counts: [Int64]
    /// Sum of all delays in seconds.
    public var sumSeconds: Double

    public init(boundsSeconds: [Double], counts: [Int64], sumSeconds: Double) {
        self.boundsSeconds = boundsSeconds
        self.counts = counts
        self.sumSeconds = sumSeconds
    }
}
