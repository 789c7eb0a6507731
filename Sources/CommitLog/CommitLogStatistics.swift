/// Counters since the log was opened.
public struct CommitLogStatistics: Sendable, Equatable {
    /// Frame bytes written, markers and state frames included.
    public var bytesAppended: UInt64 = 0
    public var frames: UInt64 = 0
    public var records: UInt64 = 0
    /// Groups written; in durability `fsync` each had one fdatasync.
    public var groups: UInt64 = 0
    /// fdatasync calls of the writer, seals and the close included.
    public var syncs: UInt64 = 0
    /// Duration of the last fdatasync in microseconds.
    public var lastSyncMicroseconds: UInt64 = 0
    /// Sum over all fdatasyncs, for a rate.
    public var syncMicrosecondsTotal: UInt64 = 0
    /// `syncHistogram[n]` counts fdatasyncs of 2ⁿ⁻¹ to 2ⁿ - 1 µs; the last bucket takes all longer ones.
    public var syncHistogram: [UInt64] = Array(repeating: 0, count: 26)
    /// Bytes that wait for the writer now.
    public var queuedBytes: Int = 0
    /// Position after the last frame that is visible.
    public var endPosition: UInt64 = 0
    public var segments: Int = 0
    /// Bytes free on the log's file system; nil if it cannot be asked.
    public var diskFreeBytes: UInt64?
    /// Of retention, relocation and scrub.
    public var space = SpaceStatistics()

    /// The disk is full: records wait, reads and offsets go on.
    public var isDiskFull = false
    /// How often that began.
    public var diskFullTimes: UInt64 = 0
    /// Bytes set aside in `log/reserve` for a full disk; 0 while there is no such file.
    public var reserveBytes = 0

    mutating func countSync(microseconds: UInt64) {
        syncs += 1
        lastSyncMicroseconds = microseconds
        syncMicrosecondsTotal += microseconds
        syncHistogram[min(64 - microseconds.leadingZeroBitCount, syncHistogram.count - 1)] += 1
    }
}
