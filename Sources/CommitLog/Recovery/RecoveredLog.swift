/// What recovery found in the files; nothing has been changed yet.
struct RecoveredLog {
    var uuid = LogUUID(high: 0, low: 0)
    var state = LogState()
    var segments: [Segment] = []
    let files: FileCache
    /// Segments that the log had given up, whose files are still there.
    var leftovers: [Segment] = []
    /// The oldest segments are missing: what was in them cannot be read any more.
    var isOldestMissing = false
    /// After the last good frame.
    var endPosition: UInt64 = 0
    /// Of the last good frame.
    var lastSequence: UInt64 = 0
    /// Largest durable sequence that a good frame has on record.
    var recordedSequence: UInt64 = 0
    /// The first frame above it.
    var firstUnrecordedPosition: UInt64 = 0
    var logEpoch: UInt32 = 0
    /// Latest appendTime of a good frame: the writer's clock does not go behind it.
    var lastAppendTime: Int64 = .min
    /// The last frame is the mark of an orderly close.
    var isClean = false
    /// The last process that had the log open used a relaxed durability.
    var isRelaxed = false
    /// `LogRepair` has cut acknowledged frames off.
    var isCut = false
    /// What readers saw beyond this end may be gone, and its offsets are given anew.
    var beginsLeaderEpoch: Bool { isCut || isRelaxed && !isClean }
    /// Bytes after the last good frame that are not zero: an interrupted write, to be cut off.
    var hasTornTail = false
    /// Length that the file before the last segment should have and has not: the process ended before it cut off what
    /// had been prepared.
    var uncutLength: Int?

    init(files: FileCache) { self.files = files }
}
