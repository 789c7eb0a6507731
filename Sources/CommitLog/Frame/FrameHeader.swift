import Bytes

/// The first 64 bytes of a frame, little-endian, at a position that is a multiple of 8.
///
///      0 magic u32 "LFRM"       4 frameLength u32 (header to padding)   8 crc32c u32 of bytes 12…
///     12 formatVersion u8      13 kind u8      14 flags u16            16 sequence u64 (previous + 1)
///     24 durableSequence u64 (last sequence known to be fsynced when this frame was written)
///     32 appendTime i64 µs     40 logEpoch u32 (grows at every open)   44 sourceId u32 (0 none)
///     48 chainId u64           56 checkpointLength u32                 60 entryCount u32
///     64 checkpoint (or the body of a kind without records), zero-padded to 8; with the flag `changesPrepared` its
///        end is what `PreparedChange` draws
///      … entryCount × 48 bytes, see `FrameEntry`
///      … batches, each starting at a multiple of 8, zero-padded
///
/// The checksum is seeded with that of (log UUID, frame position), so that a frame of another log or another place,
/// left over on the disk, is never taken for one of this log. Source: this project's design, "commit-log", version 1.
public struct FrameHeader: Sendable, Equatable {
    public static let size = 64
    public static let magic: UInt32 = 0x4D52_464C
    public static let formatVersion: UInt8 = 1
    /// Longest frame that is believed, whatever its header says: one record of 1 GiB.
    public static let frameLengthMax = 1 << 30

    public var frameLength: UInt32
    public var crc: UInt32
    public var version: UInt8 = FrameHeader.formatVersion
    public var kind: UInt8
    public var flags: FrameFlags
    public var sequence: UInt64
    public var durableSequence: UInt64
    public var appendTime: Int64
    public var logEpoch: UInt32
    public var source: SourceID
    /// In the frames of a chain the sequence of its BEGIN, else 0.
    public var chain: UInt64 = 0
    public var checkpointLength: UInt32
    public var entryCount: UInt32

    /// Where the entry table begins in the frame.
    public var entriesStart: Int { FrameHeader.size + aligned(Int(checkpointLength)) }
    /// Where the batches begin in the frame.
    public var batchesStart: Int { entriesStart + Int(entryCount) * FrameEntry.size }

    func write(into writer: inout ByteWriter) {
        writer.appendLE(FrameHeader.magic)
        writer.appendLE(frameLength)
        writer.appendLE(crc)
        writer.append(version)
        writer.append(kind)
        writer.appendLE(flags.rawValue)
        writer.appendLE(sequence)
        writer.appendLE(durableSequence)
        writer.appendLE(appendTime)
        writer.appendLE(logEpoch)
        writer.appendLE(source)
        writer.appendLE(chain)
        writer.appendLE(checkpointLength)
        writer.appendLE(entryCount)
    }

    /// Reads a header; nil if the bytes do not begin with the magic. Nothing else is checked.
    init?(_ bytes: UnsafeRawBufferPointer) throws(BytesError) {
        var cursor = ByteCursor(bytes)
        guard try cursor.u32le() == FrameHeader.magic else { return nil }
        frameLength = try cursor.u32le()
        crc = try cursor.u32le()
        version = try cursor.u8()
        kind = try cursor.u8()
        flags = FrameFlags(rawValue: try cursor.u16le())
        sequence = try cursor.u64le()
        durableSequence = try cursor.u64le()
        appendTime = try cursor.i64le()
        logEpoch = try cursor.u32le()
        source = try cursor.u32le()
        chain = try cursor.u64le()
        checkpointLength = try cursor.u32le()
        entryCount = try cursor.u32le()
    }

    init(
        frameLength: UInt32,
        kind: FrameKind,
        flags: FrameFlags,
        sequence: UInt64,
        durableSequence: UInt64,
        appendTime: Int64,
        logEpoch: UInt32,
        source: SourceID,
        chain: UInt64 = 0,
        checkpointLength: UInt32,
        entryCount: UInt32
    ) {
        self.frameLength = frameLength
        crc = 0
        self.kind = kind.rawValue
        self.flags = flags
        self.sequence = sequence
        self.durableSequence = durableSequence
        self.appendTime = appendTime
        self.logEpoch = logEpoch
        self.source = source
        self.chain = chain
        self.checkpointLength = checkpointLength
        self.entryCount = entryCount
    }
}

/// The next multiple of 8.
@inline(__always)
func aligned(_ length: Int) -> Int { (length + 7) & ~7 }
