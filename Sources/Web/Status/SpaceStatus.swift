/// How the log gives space back, and how its old files are; counters count since the process began.
public struct SpaceStatus: Codable, Sendable, Equatable {
    /// Files deleted by retention, and their bytes.
    public var deletedSegments: Int64 = 0
    public var deletedBytes: Int64 = 0
    /// Bytes of records that were copied so that a nearly dead file could be deleted.
    public var relocatedBytes: Int64 = 0
    /// Bytes kept beyond retention now, because a protected group has not read them.
    public var protectedBytes: Int64 = 0
    /// Bytes deleted though a protected group had not read them.
    public var protectedLostBytes: Int64 = 0
    /// Bytes of old files that were read and verified.
    public var scrubbedBytes: Int64 = 0
    /// Damaged places that were found in them.
    public var damagedFrames: Int64 = 0

    public init() {}
}
