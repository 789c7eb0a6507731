import Bytes

/// The head of every binlog file: who wrote it and how its events are checksummed.
///
///     0  binlog version u16    2  server version, 50 bytes, zero-padded    52  created u32
///     56 header length u8      57 post-header length u8 × number of event types
///     …  checksum algorithm u8, CRC-32 u32 (both always there, whatever the algorithm)
///
/// Source: MySQL `Format_description_event` (libs/mysql/binlog/event/control_events.h), MariaDB
/// `Format_description_log_event` (sql/log_event.h).
public struct FormatDescriptionEvent: Sendable, Equatable {
    public let header: EventHeader
    public let binlogVersion: UInt16
    /// The server's version text, for example "10.11.6-MariaDB-log" or "9.7.0".
    public let serverVersion: String
    /// Seconds since 1970 at which the server opened the file after a start; 0 for files begun by rotation.
    public let created: UInt32
    /// Length of the fixed part of each event type's body, by type code minus 1.
    public let postHeaderLengths: [UInt8]
    /// The algorithm of all events after this one.
    public let checksum: ChecksumAlgorithm

    /// The two families whose binlogs differ in GTIDs, checksums of types and compression.
    public enum Flavour: Sendable, Equatable {
        case mysql
        case mariadb
    }

    /// Reads a whole FORMAT_DESCRIPTION event and, if the algorithm it names is CRC-32, verifies its checksum.
    ///
    /// Throws when it is malformed, has another format than 4 or names an unknown algorithm.
    public init(event: UnsafeRawBufferPointer) throws(BinlogError) {
        let frame = try EventFrame(event, checksum: .none)
        let header = frame.header
        guard header.type == .formatDescription, frame.body.count >= 57 + 5 else {
            throw frame.malformed(.malformed("no format description", at: 0))
        }
        let body = frame.body
        let version = UInt16(littleEndian: body.loadUnaligned(as: UInt16.self))
        guard version == 4, body[56] == UInt8(EventHeader.byteCount) else {
            throw .unsupportedFormat(version: version, headerLength: body[56])
        }
        guard let checksum = ChecksumAlgorithm(rawValue: body[body.count - 5]) else {
            throw .unknownChecksumAlgorithm(body[body.count - 5], endPosition: header.nextPosition)
        }
        try checksum.verify(event, header: header)
        self.header = header
        self.checksum = checksum
        binlogVersion = version
        serverVersion = String(decoding: body[2..<52].prefix { $0 != 0 }, as: UTF8.self)
        created = UInt32(littleEndian: body.loadUnaligned(fromByteOffset: 52, as: UInt32.self))
        postHeaderLengths = Array(body[57..<(body.count - 5)])
    }

    /// Told by the number of event types, which no configuration changes (the version text can be set): MariaDB's own
    /// begin at 160.
    public var flavour: Flavour { postHeaderLengths.count >= 160 ? .mariadb : .mysql }
}
