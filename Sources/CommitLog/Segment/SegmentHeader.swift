import Bytes

/// The first 4096 bytes of a segment file, little-endian; frames follow. The byte at log position p stands in the
/// file at p - start; the next segment starts at the position after the last frame.
///
///      0 magic "LEATSEG1"      8 formatVersion u16      10 reserved (6 bytes, 0)
///     16 log UUID (16 bytes)  32 start position u64     40 first sequence u64
///     48 logEpoch u32         52 reserved u32 (0)       56 created i64 µs
///     64 crc32c u32 of bytes 0…63                       68 zeros
///
/// Source: this project's design, "commit-log", version 1.
public struct SegmentHeader: Sendable, Equatable {
    public static let size = 4096
    public static let formatVersion: UInt16 = 1
    /// "LEATSEG1" read as u64 little-endian.
    static let magic: UInt64 = 0x3147_4553_5441_454C

    public var uuid: LogUUID
    public var start: UInt64
    public var firstSequence: UInt64
    public var logEpoch: UInt32
    public var created: Int64

    func write(into writer: inout ByteWriter) {
        let begin = writer.count
        writer.appendLE(SegmentHeader.magic)
        writer.appendLE(SegmentHeader.formatVersion)
        writer.append(repeating: 0, count: 6)
        writer.append(uuid.bytes)
        writer.appendLE(start)
        writer.appendLE(firstSequence)
        writer.appendLE(logEpoch)
        writer.appendLE(0 as UInt32)
        writer.appendLE(created)
        writer.appendLE(CRC32C.checksum(UnsafeRawBufferPointer(rebasing: writer.bytes[begin...])))
        writer.append(repeating: 0, count: SegmentHeader.size - (writer.count - begin))
    }

    init(uuid: LogUUID, start: UInt64, firstSequence: UInt64, logEpoch: UInt32, created: Int64) {
        self.uuid = uuid
        self.start = start
        self.firstSequence = firstSequence
        self.logEpoch = logEpoch
        self.created = created
    }

    /// Reads the header of a segment file.
    /// - Throws: `corruption` or `unsupported`, naming the file.
    public init(file: any LogFile, path: String) throws(CommitLogError) {
        var bytes = ByteWriter(capacity: 68)
        do throws(FileSystemError) {
            try bytes.appendDirect(capacity: 68) { (buffer) throws(FileSystemError) in
                try file.readAll(into: buffer, at: 0)
            }
        } catch {
            throw error.asLogError()
        }
        let header: SegmentHeader?
        do throws(BytesError) {
            header = try SegmentHeader(prefix: bytes.bytes)
        } catch {
            throw CommitLogError(
                .corruption,
                "\(path) does not begin with a segment header: \(error)",
                remedy: "restore the data directory from a copy, or move it away to begin a new log"
            )
        }
        guard let header else {
            throw CommitLogError(
                .unsupported,
                "\(path) has a segment format that this version does not know",
                remedy: "open it with the version of leat that wrote it, or a newer one"
            )
        }
        self = header
    }

    /// Nil if the format version is unknown.
    init?(prefix bytes: UnsafeRawBufferPointer) throws(BytesError) {
        var cursor = ByteCursor(bytes)
        guard try cursor.u64le() == SegmentHeader.magic else { throw .malformed("no segment magic", at: 0) }
        guard try cursor.u16le() == SegmentHeader.formatVersion else { return nil }
        try cursor.skip(6)
        uuid = LogUUID(high: try cursor.u64be(), low: try cursor.u64be())
        start = try cursor.u64le()
        firstSequence = try cursor.u64le()
        logEpoch = try cursor.u32le()
        try cursor.skip(4)
        created = try cursor.i64le()
        guard try cursor.u32le() == CRC32C.checksum(UnsafeRawBufferPointer(rebasing: bytes.prefix(64))) else {
            throw .malformed("wrong checksum", at: 64)
        }
    }
}
