/// What retention, relocation and scrub did since the log was opened.
public struct SpaceStatistics: Sendable, Equatable {
    public var segmentsDeleted: UInt64 = 0
    /// Of their files.
    public var bytesDeleted: UInt64 = 0
    /// Segments whose last live records were copied, so that they could be deleted.
    public var segmentsRelocated: UInt64 = 0
    /// Of batches that were copied.
    public var bytesRelocated: UInt64 = 0
    /// Bytes that retention would delete and protected groups have not read, now.
    public var protectedBytes: UInt64 = 0
    /// Bytes that were given up though a protected group had not read them.
    public var protectedBytesLost: UInt64 = 0
    /// Bytes of sealed segments whose checksums were verified in the background.
    public var scrubbedBytes: UInt64 = 0
    /// How often all of them were.
    public var scrubRounds: UInt64 = 0
    /// Places in sealed segments whose bytes are no good frame, each counted once.
    public var damagedFrames: UInt64 = 0

    public init() {}
}
