import Bytes

/// The 19 bytes that begin every event.
///
///     0  timestamp u32      4  type u8        5  server id u32
///     9  event length u32   13 end_log_pos u32               17 flags u16      (all little-endian)
///
/// Source: MySQL `Log_event_header` (libs/mysql/binlog/event/binlog_event.h); MariaDB has the same.
public struct EventHeader: Equatable, Sendable {
    public static let byteCount = 19

    /// Seconds since 1970 at which the statement started; 0 in events that the dump makes up.
    public let timestamp: UInt32
    public let type: EventType
    /// The server on which the event was first written.
    public let serverId: UInt32
    /// Bytes of the whole event: this header, the body and the checksum.
    public let eventLength: UInt32
    /// Position after the event, modulo 2³²; 0 when the event is not in the file (or, MariaDB 11.4 and later, inside
    /// of a transaction).
    public let nextPosition: UInt32
    public let flags: UInt16

    @inlinable
    public init(
        timestamp: UInt32,
        type: EventType,
        serverId: UInt32,
        eventLength: UInt32,
        nextPosition: UInt32,
        flags: UInt16
    ) {
        self.timestamp = timestamp
        self.type = type
        self.serverId = serverId
        self.eventLength = eventLength
        self.nextPosition = nextPosition
        self.flags = flags
    }

    /// Reads the header at the front of `bytes`, which may end anywhere after it.
    ///
    /// Throws `BinlogError.headerTruncated` when fewer than 19 bytes are there, `.malformed` when the length field is
    /// smaller than the header itself.
    @inlinable @inline(__always)
    public init(_ bytes: UnsafeRawBufferPointer) throws(BinlogError) {
        guard bytes.count >= 19, let base = bytes.baseAddress else { throw .headerTruncated(bytes: bytes.count) }
        timestamp = UInt32(littleEndian: base.loadUnaligned(as: UInt32.self))
        type = EventType(rawValue: base.loadUnaligned(fromByteOffset: 4, as: UInt8.self))
        serverId = UInt32(littleEndian: base.loadUnaligned(fromByteOffset: 5, as: UInt32.self))
        eventLength = UInt32(littleEndian: base.loadUnaligned(fromByteOffset: 9, as: UInt32.self))
        nextPosition = UInt32(littleEndian: base.loadUnaligned(fromByteOffset: 13, as: UInt32.self))
        flags = UInt16(littleEndian: base.loadUnaligned(fromByteOffset: 17, as: UInt16.self))
        if eventLength < 19 {
            throw .malformed(type, endPosition: nextPosition, .malformed("event shorter than its header", at: 9))
        }
    }

    /// Made up by the dump, not in the file (`LOG_EVENT_ARTIFICIAL_F`).
    @inlinable
    public var isArtificial: Bool { flags & 0x20 != 0 }

    /// A reader that does not know the type may pass over it (`LOG_EVENT_IGNORABLE_F`).
    @inlinable
    public var isIgnorable: Bool { flags & 0x80 != 0 }

    /// True when the event takes up bytes of the binlog file, so that it moves the position. Heartbeats, artificial
    /// events and the FORMAT_DESCRIPTION event repeated for a dump that starts in mid-file do not.
    @inlinable
    public var isInFile: Bool {
        if isArtificial { return false }
        switch type {
        case .heartbeat, .heartbeatV2: return false
        case .formatDescription: return nextPosition != 0
        default: return true
        }
    }
}
