/// How the log lies on disk and when its writes count as done.
public struct CommitLogConfiguration: Sendable {
    /// The data directory; the segments lie in `log/` below it. One process at a time may use it.
    public var directory: String
    /// When a record becomes visible. Default: after its fdatasync.
    public var durability: Durability
    /// Size at which a segment is sealed and the next one begins. A larger frame has a segment of its own.
    /// Default 256 MiB.
    public var segmentBytes: Int
    /// Bytes of frames that may wait for the writer, the group being written included; beyond it `append` blocks.
    /// Default 32 MiB.
    public var queueBytesMax: Int
    /// Bytes of topic, source and offset frames that may wait; beyond it they are refused with a retriable error,
    /// because those who send them must not block. Default 8 MiB.
    public var controlQueueBytesMax: Int
    /// Largest frame that holds more than one record. Default 16 MiB.
    public var frameBytesMax: Int
    /// Bytes that are written with one fdatasync at most (one frame is always taken). Default 8 MiB.
    public var groupBytesMax: Int
    /// Furthest that a segment is zero-filled ahead of its last frame, in the background; 0 turns this off.
    /// A small log takes less: the lead doubles from 4 MiB with what was written. Default 64 MiB.
    public var preallocateBytesMax: Int
    /// Partitions that all topics together may have. Default 100,000.
    public var partitionsMax: Int
    /// Bytes that prepared XA transactions may hold, all together; each new segment begins with a copy of them.
    /// Default 256 MiB.
    public var preparedBytesMax: Int
    /// Longest that a frame waits for another source's chain (see `CommitLog.appendPart`) before it is refused with a
    /// retriable error. Default 60 s.
    public var chainWaitMilliseconds: Int
    /// Files of the log, segments and their indexes, that are kept open; those that somebody reads at the moment come
    /// on top. Default 256.
    public var openFilesMax: Int
    /// How often the background thread looks after retention and the like; 0: never, there is no such thread.
    /// Default 1000.
    public var keeperTickMilliseconds: Int
    /// Bytes of records from clients that may wait for the writer; beyond it they are refused with a retriable error.
    /// Default 32 MiB.
    public var producedQueueBytesMax = 32 << 20
    /// Idempotent producers whose last batches are remembered, each counted once for every partition that it writes to;
    /// beyond it those that have been silent for longest are forgotten. Each takes up to 104 bytes at the head of every
    /// segment. Default 50,000.
    public var producersMax = 50_000
    /// How long an idempotent producer that is silent is remembered. Default 7 days.
    public var producerExpiryMilliseconds: Int64 = 7 * 24 * 3_600_000
    /// How long records are kept. Default: for ever.
    public var retention = RetentionSettings()
    /// How often retention looks at the log; a look that takes long makes the next one come later. Default 10,000.
    public var spaceIntervalMilliseconds = 10_000
    /// Bytes of live records that are copied out of segments which are nearly dead, per second. Default 32 MiB.
    public var relocationBytesPerSecond = 32 << 20
    /// Bytes of sealed segments that are read and verified in the background, per second; 0 turns this off. Default 8 MiB.
    public var scrubBytesPerSecond = 8 << 20

    /// Space that is kept for offsets, topics and the freeing of space when the disk is full: `log/reserve`. It grows
    /// with what the log's state takes, and is smaller where the disk is small. 0, the default: none.
    public var reserveBytes: Int
    /// How long the log waits before it tries to write again after the disk was full. Default 1000.
    public var diskFullRetryMilliseconds: Int

    public init(
        directory: String,
        durability: Durability = .fsync,
        segmentBytes: Int = 256 << 20,
        queueBytesMax: Int = 32 << 20,
        controlQueueBytesMax: Int = 8 << 20,
        frameBytesMax: Int = 16 << 20,
        groupBytesMax: Int = 8 << 20,
        preallocateBytesMax: Int = 64 << 20,
        partitionsMax: Int = 100_000,
        preparedBytesMax: Int = 256 << 20,
        chainWaitMilliseconds: Int = 60_000,
        openFilesMax: Int = 256,
        keeperTickMilliseconds: Int = 1000,
        reserveBytes: Int = 0,
        diskFullRetryMilliseconds: Int = 1000
    ) {
        self.directory = directory
        self.durability = durability
        self.segmentBytes = segmentBytes
        self.queueBytesMax = queueBytesMax
        self.controlQueueBytesMax = controlQueueBytesMax
        self.frameBytesMax = frameBytesMax
        self.groupBytesMax = groupBytesMax
        self.preallocateBytesMax = preallocateBytesMax
        self.partitionsMax = partitionsMax
        self.preparedBytesMax = preparedBytesMax
        self.chainWaitMilliseconds = chainWaitMilliseconds
        self.openFilesMax = openFilesMax
        self.keeperTickMilliseconds = keeperTickMilliseconds
        self.reserveBytes = reserveBytes
        self.diskFullRetryMilliseconds = diskFullRetryMilliseconds
    }

    /// Batches that a segment may always have; more only with many partitions. Tests make it small.
    var segmentEntriesMin = 262_144

    /// What `leat run` sets aside: 16 MiB.
    public static let reserveBytesUsual = 16 << 20

    var producerExpiryMicroseconds: Int64 {
        // So that no time minus it overflows.
        min(max(producerExpiryMilliseconds, 0), 100 * 365 * 24 * 3_600_000) * 1000
    }

    var logDirectory: String { directory + "/log" }
}

/// When written records become visible to readers.
public enum Durability: Sendable, Equatable {
    /// After fdatasync: what a consumer has seen, no crash takes back.
    case fsync
    /// After the write; fdatasync follows within this time. A power cut may take back the last records, and readers
    /// learn of it by a new leader epoch.
    case interval(milliseconds: Int)
    /// After the write; the operating system decides when it reaches the disk.
    case os
}
