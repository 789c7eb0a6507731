import Bytes

/// Our own form of a GTID set, for checkpoints; all numbers are unsigned varints:
///
///     number of sources, { uuid, 16 bytes; tag length; tag; intervals; { first − end of the one before; length − 1 } }
extension GTIDSet {
    /// Writes the set in our form.
    public func encodeCompact(into writer: inout ByteWriter) {
        writer.appendUnsignedVarint(UInt64(sources.count))
        for source in sources {
            writer.appendBE(source.uuid.high)
            writer.appendBE(source.uuid.low)
            let tag = source.tag.bytes
            writer.appendUnsignedVarint(UInt64(tag.count))
            writer.append(tag)
            writer.appendUnsignedVarint(UInt64(source.intervals.count))
            var end: UInt64 = 0
            for interval in source.intervals {
                writer.appendUnsignedVarint(interval.lowerBound - end)
                writer.appendUnsignedVarint(interval.upperBound - interval.lowerBound)
                end = interval.upperBound
            }
        }
    }

    /// Reads a set in our form.
    public init(decodingCompact cursor: inout ByteCursor) throws(BytesError) {
        self.init()
        for _ in 0..<(try cursor.unsignedVarint()) {
            let at = cursor.offset
            let uuid = ServerUUID(high: try cursor.u64be(), low: try cursor.u64be())
            let tagLength = try cursor.unsignedVarint()
            guard tagLength <= 32, let tag = GTIDTag(try cursor.bytes(Int(tagLength))) else {
                throw .malformed("no tag", at: at)
            }
            var end: UInt64 = 0
            for _ in 0..<(try cursor.unsignedVarint()) {
                let (first, overflow) = end.addingReportingOverflow(try cursor.unsignedVarint())
                let (last, lastOverflow) = first.addingReportingOverflow(try cursor.unsignedVarint())
                guard !overflow, !lastOverflow, first > end, last < UInt64(Int64.max) else {
                    throw .malformed("no GTID interval", at: at)
                }
                add(first...last, uuid: uuid, tag: tag)
                end = last
            }
        }
    }
}
