import Bytes

/// The source is alive, and has sent everything up to this position.
///
/// Version 1: the file name alone; the position is the header's. MariaDB, over 4 GiB: end_log_pos is 0 and the
/// position (u64) stands before the name. Version 2 (MySQL 8.0.26 and later): fields of type, length and value, each
/// number length-encoded: 1 file name, 2 position (itself length-encoded), 0 end.
/// Source: MySQL `Heartbeat_event`, `Heartbeat_event_v2` and codecs/binary.cpp; MariaDB sql/sql_repl.cc.
public struct HeartbeatEvent: Sendable, Equatable {
    public let reached: BinlogPosition

    public init(_ frame: EventFrame) throws(BinlogError) {
        var cursor = ByteCursor(frame.body)
        do throws(BytesError) {
            if frame.header.type == .heartbeatV2 {
                reached = try Self.readFields(&cursor)
            } else {
                let low = frame.header.nextPosition
                let position = low == 0 ? try cursor.u64le() : UInt64(low)
                reached = BinlogPosition(file: String(decoding: cursor.rest(), as: UTF8.self), position: position)
            }
        } catch { throw frame.malformed(error) }
    }

    private static func readFields(_ cursor: inout ByteCursor) throws(BytesError) -> BinlogPosition {
        var file = ""
        var position: UInt64 = 0
        while !cursor.isAtEnd {
            let type = try cursor.lengthEncodedInteger()
            if type == 0 { break }
            let length = try cursor.lengthEncodedInteger()
            guard length <= UInt64(cursor.remaining) else {
                throw .truncated(needed: Int(clamping: length), left: cursor.remaining, offset: cursor.offset)
            }
            var value = ByteCursor(try cursor.bytes(Int(length)))
            switch type {
            case 1: file = String(decoding: value.rest(), as: UTF8.self)
            case 2: position = try value.lengthEncodedInteger()
            default: break
            }
        }
        return BinlogPosition(file: file, position: position)
    }
}
