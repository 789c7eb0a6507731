import Binlog
import Bytes

/// A binlog event as it was read, kept for later.
///
/// A stash is a run of pieces, little-endian; a PREPARED frame of the log holds them in the same form:
///
///      0 kind u8 (1 name of the file from here on, 2 event)    1 reserved (3 bytes, 0)    4 length u32
///      8 start u64 (where the event begins in its file; 0 with a name)
///     16 the name, UTF-8, or the event: its header of 19 bytes and its body, without a checksum
struct StashedEvent {
    let event: EventFrame
    /// The file that the server wrote the event to.
    let file: UnsafeRawBufferPointer
    /// Where the event begins in it.
    let start: UInt64

    /// Where it ends.
    var end: BinlogPosition {
        BinlogPosition(
            file: String(decoding: file, as: UTF8.self), position: start &+ UInt64(event.header.eventLength))
    }

    static let headBytes = 16
    /// A server's events end at 1 GiB (`max_allowed_packet`), with their headers.
    private static let bytesMax = (1 << 30) + 4096

    enum Kind: UInt8 {
        case file = 1, event = 2
    }

    static func write(file: UnsafeRawBufferPointer, into writer: inout ByteWriter) {
        writeHead(.file, length: file.count, start: 0, into: &writer)
        writer.append(file)
    }

    static func write(_ event: EventFrame, start: UInt64, into writer: inout ByteWriter) {
        writeHead(.event, length: EventHeader.byteCount + event.body.count, start: start, into: &writer)
        let header = event.header
        writer.appendLE(header.timestamp)
        writer.append(header.type.rawValue)
        writer.appendLE(header.serverId)
        writer.appendLE(header.eventLength)
        writer.appendLE(header.nextPosition)
        writer.appendLE(header.flags)
        writer.append(event.body)
    }

    private static func writeHead(_ kind: Kind, length: Int, start: UInt64, into writer: inout ByteWriter) {
        writer.append(kind.rawValue)
        writer.append(repeating: 0, count: 3)
        writer.appendLE(UInt32(length))
        writer.appendLE(start)
    }

    /// Bytes of the piece that begins here; nil when more are needed to tell.
    static func length(at bytes: UnsafeRawBufferPointer) throws(BytesError) -> Int? {
        guard bytes.count >= headBytes else { return nil }
        let length = Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 4, as: UInt32.self)))
        guard length <= bytesMax else { throw .malformed("a kept event longer than any server's", at: 4) }
        return headBytes + length
    }
}

/// Cuts a stash into its events, however its bytes come.
struct StashedEventReader: ~Copyable {
    /// The begin of a piece whose end has not come yet.
    private var rest = ByteWriter(capacity: 16)
    private var file = ByteWriter(capacity: 64)

    /// Takes the next bytes; `body` gets each event that is complete now, valid during the call.
    mutating func take(_ bytes: UnsafeRawBufferPointer, _ body: (StashedEvent) throws -> Void) throws {
        var bytes = bytes
        while rest.count > 0, !bytes.isEmpty {
            let wanted = try StashedEvent.length(at: rest.bytes) ?? StashedEvent.headBytes
            let count = min(wanted - rest.count, bytes.count)
            rest.append(UnsafeRawBufferPointer(rebasing: bytes[..<count]))
            bytes = UnsafeRawBufferPointer(rebasing: bytes[count...])
            guard let length = try StashedEvent.length(at: rest.bytes), rest.count == length else { continue }
            var whole = ByteWriter(capacity: 16)
            swap(&whole, &rest)
            try hand(whole.bytes, body)
        }
        while let length = try StashedEvent.length(at: bytes), length <= bytes.count {
            try hand(UnsafeRawBufferPointer(rebasing: bytes[..<length]), body)
            bytes = UnsafeRawBufferPointer(rebasing: bytes[length...])
        }
        rest.append(bytes)
    }

    /// Nothing more comes. The reader may be used again.
    mutating func end() throws(BytesError) {
        defer { rest.removeAll() }
        guard rest.count == 0 else { throw .malformed("kept events end inside of one", at: rest.count) }
    }

    private mutating func hand(_ piece: UnsafeRawBufferPointer, _ body: (StashedEvent) throws -> Void) throws {
        let content = UnsafeRawBufferPointer(rebasing: piece[StashedEvent.headBytes...])
        switch StashedEvent.Kind(rawValue: piece[0]) {
        case .file:
            file.removeAll()
            file.append(content)
        case .event:
            let header = try EventHeader(content)
            let event = EventFrame(
                header: header, body: UnsafeRawBufferPointer(rebasing: content[EventHeader.byteCount...]))
            let start = UInt64(littleEndian: piece.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
            try body(StashedEvent(event: event, file: file.bytes, start: start))
        case nil: throw BytesError.malformed("kept events of a later version", at: 0)
        }
    }
}
