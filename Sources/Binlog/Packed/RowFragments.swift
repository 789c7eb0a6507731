import Bytes

/// Puts row events together that MariaDB 12.3 and later write in pieces (PARTIAL_ROW_DATA events), because they are
/// larger than binlog_row_event_fragment_threshold:
///
///     0  number of the fragment u32, from 1    4  fragments in all u32    8  flags u8 (1: the size follows)
///     9  bytes of the whole event u64, in the first fragment    …  piece of the event, which has its own header
///
/// Source: MariaDB `Partial_rows_log_event` (sql/log_event.h), MDEV-32570. The documentation's page
/// "PARTIAL_ROW_DATA_EVENT" names the two numbers in the other order; in a first fragment one of them is 1 and tells
/// which they are. It was not seen from a running server yet.
public struct RowFragments: ~Copyable {
    /// Largest whole event; a larger one is an error.
    public let eventBytesMax: Int
    private var whole = ByteWriter(capacity: 4096)
    private var announced: UInt64 = 0
    private var total: UInt32 = 0
    private var taken: UInt32 = 0
    private var hasTotalFirst = false

    private static let keptBytesMax = 1 << 20

    public init(eventBytesMax: Int) { self.eventBytesMax = eventBytesMax }

    /// Between whole events. An event of another type, or the end of a transaction, has to find it so.
    public var isEmpty: Bool { taken == total }

    /// Forgets the pieces of an event that will not be completed, for example after a lost connection.
    public mutating func reset() { (total, taken) = (0, 0) }

    /// Takes a PARTIAL_ROW_DATA event. Gives the whole event with its last piece (it may be one for `EventInflater`),
    /// nil before; it is valid until the next call. Its position is that of the last piece.
    ///
    /// Throws `BinlogError.fragmentsBroken` for pieces that do not follow one another, `.eventTooLarge` beyond
    /// `eventBytesMax`, `.malformed` for broken bytes. Then all pieces are forgotten.
    public mutating func append(_ frame: EventFrame) throws(BinlogError) -> EventFrame? {
        do throws(BinlogError) {
            try take(frame)
            return taken == total ? try assembled(frame) : nil
        } catch {
            reset()
            throw error
        }
    }

    private mutating func take(_ frame: EventFrame) throws(BinlogError) {
        let end = frame.header.nextPosition
        let numbers: (UInt32, UInt32)
        let size: UInt64?
        let piece: UnsafeRawBufferPointer
        do throws(BytesError) {
            var cursor = ByteCursor(frame.body)
            numbers = (try cursor.u32le(), try cursor.u32le())
            size = try cursor.u8() & 1 != 0 ? try cursor.u64le() : nil
            piece = cursor.rest()
        } catch { throw frame.malformed(error) }
        if let size {
            guard isEmpty else {
                throw .fragmentsBroken(endPosition: end, "the row event before it has \(taken) of \(total) only")
            }
            hasTotalFirst = numbers.0 != 1
            (total, taken, announced) = (hasTotalFirst ? numbers.0 : numbers.1, 0, size)
            whole.removeAll(keepingCapacityUpTo: Self.keptBytesMax)
        }
        let (number, count) = hasTotalFirst ? (numbers.1, numbers.0) : numbers
        guard !isEmpty, number == taken + 1, count == total else {
            throw .fragmentsBroken(endPosition: end, "\(number) of \(count) after \(taken) of \(total)")
        }
        let bytes = max(announced, UInt64(whole.count + piece.count))
        guard bytes <= UInt64(eventBytesMax) else {
            throw .eventTooLarge(frame.header.type, endPosition: end, bytes: bytes, bytesMax: eventBytesMax)
        }
        whole.append(piece)
        taken += 1
    }

    private func assembled(_ last: EventFrame) throws(BinlogError) -> EventFrame {
        let end = last.header.nextPosition
        let header = try EventHeader(whole.bytes).moved(to: end)
        guard header.type.isRows || (header.type.inflated?.isRows ?? false) else {
            throw .fragmentsBroken(endPosition: end, "\(header.type) is no row event")
        }
        // The event may end with a checksum of its own, or only count one.
        let checksum = ChecksumAlgorithm(recognisedIn: whole.bytes)
        let bytes = whole.count - checksum.byteCount
        guard isLength(announced, of: bytes), isLength(UInt64(header.eventLength), of: bytes & 0xFFFF_FFFF) else {
            throw .fragmentsBroken(endPosition: end, "\(whole.count) bytes in all, \(announced) announced")
        }
        let body = UnsafeRawBufferPointer(rebasing: whole.bytes[EventHeader.byteCount..<bytes])
        return EventFrame(header: header, body: body)
    }

    private func isLength(_ length: UInt64, of bytes: Int) -> Bool {
        length == UInt64(bytes) || length == UInt64(bytes) + 4
    }
}
