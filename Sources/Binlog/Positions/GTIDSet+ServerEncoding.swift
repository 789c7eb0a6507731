import Bytes

/// The form of a GTID set in COM_BINLOG_DUMP_GTID and PREVIOUS_GTIDS events, little-endian:
///
///     0  number of sources u64: plain, or, if any source has a tag (MySQL 8.3 and later), 1 in the lowest and in the
///        highest byte and the number in the six between them
///     …  { uuid, 16 bytes; with tags: tag length × 2 u8 and tag; intervals u64; { first u64, last + 1 u64 } … } …
///
/// Source: MySQL sql/rpl_gtid_set.cc `Gtid_set::encode`.
extension GTIDSet {
    /// Writes the set in the server's form.
    public func encode(into writer: inout ByteWriter) {
        let tagged = sources.contains { !$0.tag.isEmpty }
        let count = UInt64(sources.count)
        writer.appendLE(tagged ? 1 << 56 | count << 8 | 1 : count)
        for source in sources {
            writer.appendBE(source.uuid.high)
            writer.appendBE(source.uuid.low)
            if tagged {
                let tag = source.tag.bytes
                writer.append(UInt8(truncatingIfNeeded: tag.count << 1))
                writer.append(tag)
            }
            writer.appendLE(UInt64(source.intervals.count))
            for interval in source.intervals {
                writer.appendLE(interval.lowerBound)
                writer.appendLE(interval.upperBound + 1)
            }
        }
    }

    /// Reads a set in the server's form.
    public init(decoding cursor: inout ByteCursor) throws(BytesError) {
        self.init()
        let head = try cursor.u64le()
        let format = head >> 56
        guard format <= 1 else { throw .malformed("unknown GTID set format", at: 0) }
        let count = format == 1 ? head >> 8 & 0xFFFF_FFFF_FFFF : head
        for _ in 0..<count {
            let uuid = ServerUUID(high: try cursor.u64be(), low: try cursor.u64be())
            var tag = GTIDTag.none
            if format == 1 {
                let at = cursor.offset
                guard let read = GTIDTag(try cursor.bytes(Int(try cursor.u8() >> 1))) else {
                    throw .malformed("no tag", at: at)
                }
                tag = read
            }
            for _ in 0..<(try cursor.u64le()) {
                let at = cursor.offset
                let first = try cursor.u64le()
                let end = try cursor.u64le()
                guard first >= 1, first < end, end <= UInt64(Int64.max) else {
                    throw .malformed("no GTID interval", at: at)
                }
                add(first...(end - 1), uuid: uuid, tag: tag)
            }
        }
    }
}
