import Bytes

/// How the events of a binlog file are checksummed; the FORMAT_DESCRIPTION event at the file's head says it.
public enum ChecksumAlgorithm: UInt8, Sendable {
    case none = 0
    /// Four little-endian bytes at the end of each event: CRC-32 of everything before them.
    case crc32 = 1

    /// Bytes at the end of each event.
    @inlinable
    public var byteCount: Int { self == .crc32 ? 4 : 0 }

    /// Tells from an event alone whether it ends with a CRC-32 of itself: for the artificial ROTATE event, which
    /// comes before any FORMAT_DESCRIPTION event.
    public init(recognisedIn event: UnsafeRawBufferPointer) {
        guard event.count >= EventHeader.byteCount + 4 else {
            self = .none
            return
        }
        let (expected, computed) = Self.crc32s(of: event)
        self = expected == computed ? .crc32 : .none
    }

    /// Compares an event's checksum with its bytes.
    ///
    /// Throws `BinlogError.checksumMismatch` with the event's type and end position.
    @inlinable
    public func verify(_ event: UnsafeRawBufferPointer, header: EventHeader) throws(BinlogError) {
        if self == .crc32 { try Self.verifyCRC32(event, header: header) }
    }

    @usableFromInline
    static func verifyCRC32(_ event: UnsafeRawBufferPointer, header: EventHeader) throws(BinlogError) {
        guard event.count >= EventHeader.byteCount + 4 else {
            throw .malformed(header.type, endPosition: header.nextPosition, .malformed("no room for CRC-32", at: 0))
        }
        let (expected, computed) = crc32s(of: event)
        if expected != computed {
            throw .checksumMismatch(
                header.type,
                endPosition: header.nextPosition,
                expected: expected,
                computed: computed
            )
        }
    }

    private static func crc32s(of event: UnsafeRawBufferPointer) -> (expected: UInt32, computed: UInt32) {
        let covered = UnsafeRawBufferPointer(rebasing: event.dropLast(4))
        let expected = UInt32(littleEndian: event.loadUnaligned(fromByteOffset: covered.count, as: UInt32.self))
        guard event[4] == EventType.formatDescription.rawValue, event[17] & 1 != 0 else {
            return (expected, CRC32.checksum(covered))
        }
        // LOG_EVENT_BINLOG_IN_USE_F is set and cleared in the open file without a new checksum: it counts as 0.
        var flag = event[17] & ~1
        var state = CRC32.checksum(UnsafeRawBufferPointer(rebasing: covered.prefix(17)))
        withUnsafeBytes(of: &flag) { state = CRC32.checksum($0, seed: state) }
        return (expected, CRC32.checksum(UnsafeRawBufferPointer(rebasing: covered.dropFirst(18)), seed: state))
    }
}
