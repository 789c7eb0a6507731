import Bytes

/// Makes plain events of MariaDB's compressed ones (log_bin_compress=ON): of QUERY_COMPRESSED a QUERY event, of
/// WRITE, UPDATE and DELETE_ROWS_COMPRESSED the row event of the same version. Their front is not compressed:
///
///     QUERY_COMPRESSED   as `QueryEvent` up to the statement, then the statement compressed
///     …_ROWS_COMPRESSED  as `RowsEvent` up to the rows, then the rows compressed
///
/// Make one for each stream of events and use it again: it owns the memory that the plain event stands in, and
/// allocates nothing in steady state.
/// Source: MariaDB sql/log_event.cc `query_event_uncompress`, `row_log_event_uncompress`; the compressed part is
/// drawn at `MariaDBCompressed`.
public struct EventInflater: ~Copyable {
    /// Largest plain event; a larger one is an error.
    public let eventBytesMax: Int
    private var zlib: ZlibStream?
    private var plain = ByteWriter(capacity: 4096)

    private static let keptBytesMax = 1 << 20

    public init(eventBytesMax: Int) { self.eventBytesMax = eventBytesMax }

    /// The plain event, valid until the next call. Its header has the plain type and length, all else as it was.
    ///
    /// Throws `BinlogError.unsupportedEvent` for an event that is not compressed, `.malformed` or `.notDecompressed`
    /// for broken bytes, `.eventTooLarge` beyond `eventBytesMax`.
    public mutating func inflate(_ frame: EventFrame) throws(BinlogError) -> EventFrame {
        guard let type = frame.header.type.inflated else {
            throw .unsupportedEvent(frame.header.type, endPosition: frame.header.nextPosition)
        }
        let front: UnsafeRawBufferPointer
        let packed: MariaDBCompressed
        do throws(BytesError) {
            var cursor = ByteCursor(frame.body)
            try type == .query ? Self.skipQueryFront(&cursor) : Self.skipRowsFront(&cursor, type)
            front = UnsafeRawBufferPointer(rebasing: frame.body[..<cursor.offset])
            packed = try MariaDBCompressed(cursor.rest())
            guard !packed.isRaw else { throw BytesError.malformed("raw deflate in an event", at: front.count) }
        } catch { throw frame.malformed(error) }
        let length = EventHeader.byteCount + front.count + packed.byteCount
        guard length <= eventBytesMax, let eventLength = UInt32(exactly: length) else {
            throw .eventTooLarge(
                type, endPosition: frame.header.nextPosition, bytes: UInt64(length), bytesMax: eventBytesMax)
        }
        try write(front, packed, frame)
        let header = EventHeader(
            timestamp: frame.header.timestamp, type: type, serverId: frame.header.serverId, eventLength: eventLength,
            nextPosition: frame.header.nextPosition, flags: frame.header.flags)
        return EventFrame(header: header, body: plain.bytes)
    }

    private mutating func write(
        _ front: UnsafeRawBufferPointer, _ packed: MariaDBCompressed, _ frame: EventFrame
    ) throws(BinlogError) {
        if zlib == nil { zlib = ZlibStream() }
        guard let zlib else { throw frame.notDecompressed("no memory for zlib") }
        plain.removeAll(keepingCapacityUpTo: Self.keptBytesMax)
        plain.append(front)
        let target = UnsafeMutableRawBufferPointer(start: plain.freeSpace(packed.byteCount), count: packed.byteCount)
        guard zlib.inflate(packed.data, isRaw: false, into: target) else {
            throw frame.notDecompressed("its zlib stream is broken")
        }
        if let start = target.baseAddress { plain.commit(upTo: start + target.count) }
    }

    private static func skipQueryFront(_ cursor: inout ByteCursor) throws(BytesError) {
        try cursor.skip(8)
        let databaseLength = Int(try cursor.u8())
        try cursor.skip(2)
        try cursor.skip(Int(try cursor.u16le()) + databaseLength + 1)
    }

    private static func skipRowsFront(_ cursor: inout ByteCursor, _ type: EventType) throws(BytesError) {
        try cursor.skip(8)
        if type.rawValue >= EventType.writeRowsV2.rawValue {
            let length = Int(try cursor.u16le())
            guard length >= 2 else { throw .malformed("extra data shorter than its length", at: 8) }
            try cursor.skip(length - 2)
        }
        let columns = try cursor.lengthEncodedInteger()
        guard columns <= 65_535 else { throw .malformed("more columns than a table has", at: 8) }
        let isUpdate = type == .updateRowsV1 || type == .updateRowsV2
        try cursor.skip((Int(columns) + 7) / 8 * (isUpdate ? 2 : 1))
    }
}

extension EventType {
    /// Of MariaDB's compressed events the type of the plain event in them, else nil.
    public var inflated: EventType? {
        switch rawValue {
        case 165: .query
        case 166...168: EventType(rawValue: rawValue - 166 + 23)
        case 169...171: EventType(rawValue: rawValue - 169 + 30)
        default: nil
        }
    }
}
