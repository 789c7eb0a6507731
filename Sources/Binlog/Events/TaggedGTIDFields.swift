import Bytes

/// The body of MySQL's GTID_TAGGED_LOG_EVENT (8.3 and later): a message of numbered fields.
///
///     format version, message length, last field that may not be ignored, { field id, value } …
///     0 flags   1 uuid (16 × one integer a byte)   2 gno (signed)   3 tag (length, bytes)
///     4 last committed (signed)   5 sequence number (signed)   6 immediate commit µs   7 original commit µs
///     8 transaction length   9 immediate server version   10 original server version   11 commit group ticket
///
/// All integers have a variable length: as many one bits at the low end of the first byte as bytes follow, then a
/// zero bit (none before eight following bytes), then the number; signed ones with the sign in the lowest bit.
/// Source: MySQL libs/mysql/serialization/readme.md and `Gtid_event::define_fields`.
@usableFromInline
enum TaggedGTIDFields {
    @usableFromInline
    static func read(_ cursor: inout ByteCursor) throws(BytesError) -> GTIDEvent {
        var event = GTIDEvent()
        var uuid = ServerUUID(high: 0, low: 0)
        var tag = GTIDTag.none
        var number: UInt64 = 0
        var hasOriginalTime = false
        var hasOriginalVersion = false

        guard try unsigned(&cursor) == 1 else { throw .malformed("unknown serialization version", at: 0) }
        _ = try unsigned(&cursor)
        let lastNeeded = try unsigned(&cursor)
        fields: while !cursor.isAtEnd {
            let at = cursor.offset
            let field = try unsigned(&cursor)
            switch field {
            case 0: event.flags = UInt8(truncatingIfNeeded: try unsigned(&cursor))
            case 1: uuid = try readUUID(&cursor)
            case 2: number = UInt64(bitPattern: try signed(&cursor))
            case 3:
                let length = try unsigned(&cursor)
                guard length <= 32 else { throw .malformed("tag longer than 32 bytes", at: at) }
                let bytes = try cursor.bytes(Int(length))
                guard let read = GTIDTag(bytes) else { throw .malformed("no tag", at: at) }
                tag = read
            case 4: event.lastCommitted = try signed(&cursor)
            case 5: event.sequenceNumber = try signed(&cursor)
            case 6: event.immediateCommitMicroseconds = try unsigned(&cursor)
            case 7:
                event.originalCommitMicroseconds = try unsigned(&cursor)
                hasOriginalTime = true
            case 8: event.transactionLength = try unsigned(&cursor)
            case 9: event.immediateServerVersion = UInt32(truncatingIfNeeded: try unsigned(&cursor))
            case 10:
                event.originalServerVersion = UInt32(truncatingIfNeeded: try unsigned(&cursor))
                hasOriginalVersion = true
            case 11: event.commitGroupTicket = try unsigned(&cursor)
            default:
                // A field of a newer server: its length is not known, so all that follows is passed over too.
                guard field > lastNeeded else { throw .malformed("unknown field that may not be ignored", at: at) }
                break fields
            }
        }
        if !hasOriginalTime { event.originalCommitMicroseconds = event.immediateCommitMicroseconds }
        if !hasOriginalVersion { event.originalServerVersion = event.immediateServerVersion }
        event.gtid = try GTID.checked(uuid: uuid, tag: tag, number: number, at: 0)
        return event
    }

    private static func readUUID(_ cursor: inout ByteCursor) throws(BytesError) -> ServerUUID {
        var halves: (UInt64, UInt64) = (0, 0)
        for index in 0..<16 {
            let at = cursor.offset
            let byte = try unsigned(&cursor)
            guard byte <= 255 else { throw .malformed("no byte of a UUID", at: at) }
            if index < 8 { halves.0 = halves.0 << 8 | byte } else { halves.1 = halves.1 << 8 | byte }
        }
        return ServerUUID(high: halves.0, low: halves.1)
    }

    static func unsigned(_ cursor: inout ByteCursor) throws(BytesError) -> UInt64 {
        let first = try cursor.u8()
        let following = (~first).trailingZeroBitCount
        if following == 8 { return try cursor.u64le() }
        let rest = try cursor.uintLE(width: following)
        return UInt64(first) >> UInt64(following + 1) | rest << UInt64(7 - following)
    }

    static func signed(_ cursor: inout ByteCursor) throws(BytesError) -> Int64 {
        let raw = try unsigned(&cursor)
        return Int64(bitPattern: raw >> 1) ^ -Int64(bitPattern: raw & 1)
    }
}
