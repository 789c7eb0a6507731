import Bytes

/// The index of a sealed segment on disk, `log/<start position, 20 digits>.index`, little-endian. It is a cache: a file
/// that is missing, damaged or of another segment is made anew from the segment's frames.
///
///      0 magic "LEATIDX1"        8 formatVersion u16       10 reserved (6 bytes, 0)
///     16 log UUID (16 bytes)    32 start of the segment u64   40 its end u64 (log positions)
///     48 first sequence u64     56 appendTime i64 µs of the first frame with records   64 of the last one
///                                  (0 and -1: there is none)
///     72 partitions u32         76 entries u32             80 reserved (12 bytes, 0)
///     92 crc32c u32 of bytes 0…91 and 96… (the whole file)
///     96 table: one row of 48 bytes for each partition, by its number
///      … entries of 32 bytes: of partition 0, its relocated ones, of partition 1 …, each in the order of offsets
///
///     row:    0 next offset at the segment's start i64    8 largest timestamp before the segment i64 (running)
///            16 bytes of its batches u64                 24 first entry u32   28 count u32
///            32 first relocated entry u32                36 count u32         40 bytes of relocated batches u64
///     entry:  0 baseOffset i64      8 log position u64   16 largest timestamp so far i64 (running)
///            24 byteLength u32     28 recordCount u32
///
/// Source: this project's design, "commit-log", version 1.
struct IndexFile: Equatable, Sendable {
    static let headerSize = 96
    static let rowSize = 48
    static let entrySize = 32
    static let formatVersion: UInt16 = 1
    /// "LEATIDX1" read as u64 little-endian.
    static let magic: UInt64 = 0x3158_4449_5441_454C
    static let checksumOffset = 92

    var uuid: LogUUID
    var start: UInt64
    var end: UInt64
    var summary: SegmentSummary
    var partitions: Int
    var entries: Int

    /// Bytes of the file.
    var length: Int { Self.headerSize + partitions * Self.rowSize + entries * Self.entrySize }

    static let suffix = ".index"
    static let temporarySuffix = ".index.tmp"

    static func name(start: UInt64) -> String { Segment.digits(start) + suffix }
    static func path(ofSegment path: String) -> String { path.dropLast(Segment.suffix.count) + suffix }
    static func temporaryPath(ofSegment path: String) -> String {
        path.dropLast(Segment.suffix.count) + temporarySuffix
    }

    /// Nil if the bytes are no header of this version.
    init?(_ bytes: UnsafeRawBufferPointer) throws(BytesError) {
        var cursor = ByteCursor(bytes)
        guard try cursor.u64le() == Self.magic, try cursor.u16le() == Self.formatVersion else { return nil }
        try cursor.skip(6)
        uuid = LogUUID(high: try cursor.u64be(), low: try cursor.u64be())
        start = try cursor.u64le()
        end = try cursor.u64le()
        summary = SegmentSummary(firstSequence: try cursor.u64le())
        let (first, last) = (try cursor.i64le(), try cursor.i64le())
        if first <= last { summary.appendTimes = first...last }
        partitions = Int(try cursor.u32le())
        entries = Int(try cursor.u32le())
    }

    init(uuid: LogUUID, start: UInt64, end: UInt64, _ runs: SegmentRuns) {
        self.uuid = uuid
        self.start = start
        self.end = end
        summary = runs.summary
        partitions = runs.runs.count
        entries = runs.runs.reduce(0) { $0 + $1.entries.count + $1.relocated.count }
    }

    /// The header without its checksum.
    func writeHead(into writer: inout ByteWriter) {
        writer.appendLE(Self.magic)
        writer.appendLE(Self.formatVersion)
        writer.append(repeating: 0, count: 6)
        writer.append(uuid.bytes)
        writer.appendLE(start)
        writer.appendLE(end)
        writer.appendLE(summary.firstSequence)
        writer.appendLE(summary.appendTimes?.lowerBound ?? 0)
        writer.appendLE(summary.appendTimes?.upperBound ?? -1)
        writer.appendLE(UInt32(partitions))
        writer.appendLE(UInt32(entries))
        writer.append(repeating: 0, count: 12)
    }
}
