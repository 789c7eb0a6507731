import Bytes

/// Body of a SPACE frame: what the log gives up, and for how long topics are kept; little-endian.
///
///     count u32; each: partitionId u32, flags u32 (0), logStartOffset i64
///     count u32; each: start u64, end u64 (log positions of segments that nothing needs any more)
///     count u32; each: topicId u32, flags u32 (1: has a time, 2: has bytes), time i64 ms, bytes i64
///
/// It is durable before the first of those files is unlinked.
struct SpaceBody: Equatable {
    var starts: [(partition: PartitionID, logStartOffset: Int64)] = []
    var deleted: [Range<UInt64>] = []
    var retention: [(topic: UInt32, limits: TopicRetention)] = []

    init() {}

    static func == (one: SpaceBody, other: SpaceBody) -> Bool {
        one.deleted == other.deleted && one.starts.elementsEqual(other.starts, by: ==)
            && one.retention.elementsEqual(other.retention, by: ==)
    }

    func write(into writer: inout ByteWriter) {
        writer.appendLE(UInt32(starts.count))
        for start in starts {
            writer.appendLE(start.partition)
            writer.appendLE(0 as UInt32)
            writer.appendLE(start.logStartOffset)
        }
        Self.write(deleted, into: &writer)
        Self.write(retention, into: &writer)
    }

    init(_ cursor: inout ByteCursor) throws(BytesError) {
        for _ in 0..<(try cursor.count32(ofSize: 16)) {
            let partition = try cursor.u32le()
            try cursor.skip(4)
            starts.append((partition, try cursor.i64le()))
        }
        deleted = try Self.ranges(&cursor)
        retention = try Self.retention(&cursor)
    }

    static func write(_ ranges: [Range<UInt64>], into writer: inout ByteWriter) {
        writer.appendLE(UInt32(ranges.count))
        for range in ranges {
            writer.appendLE(range.lowerBound)
            writer.appendLE(range.upperBound)
        }
    }

    static func ranges(_ cursor: inout ByteCursor) throws(BytesError) -> [Range<UInt64>] {
        var ranges: [Range<UInt64>] = []
        for _ in 0..<(try cursor.count32(ofSize: 16)) {
            let (at, start) = (cursor.offset, try cursor.u64le())
            let end = try cursor.u64le()
            guard start < end else { throw .malformed("a range that ends before it begins", at: at) }
            ranges.append(start..<end)
        }
        return ranges
    }

    static func write(_ retention: [(topic: UInt32, limits: TopicRetention)], into writer: inout ByteWriter) {
        writer.appendLE(UInt32(retention.count))
        for (topic, limits) in retention {
            writer.appendLE(topic)
            writer.appendLE((limits.milliseconds == nil ? 0 : 1) | (limits.bytes == nil ? 0 : 2) as UInt32)
            writer.appendLE(limits.milliseconds ?? 0)
            writer.appendLE(limits.bytes ?? 0)
        }
    }

    static func retention(
        _ cursor: inout ByteCursor
    ) throws(BytesError) -> [(topic: UInt32, limits: TopicRetention)] {
        var retention: [(topic: UInt32, limits: TopicRetention)] = []
        for _ in 0..<(try cursor.count32(ofSize: 24)) {
            let topic = try cursor.u32le()
            let flags = try cursor.u32le()
            let (time, bytes) = (try cursor.i64le(), try cursor.i64le())
            let limits = TopicRetention(
                milliseconds: flags & 1 == 0 ? nil : time,
                bytes: flags & 2 == 0 ? nil : bytes
            )
            retention.append((topic, limits))
        }
        return retention
    }
}
