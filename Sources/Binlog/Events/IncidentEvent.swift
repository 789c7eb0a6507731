import Bytes

/// The server reports that changes are missing from the binlog.
///
///     0  incident u16 (1 = lost events)    2  message length u8    3  message
///
/// Source: MySQL `Incident_event` (libs/mysql/binlog/event/control_events.h).
public struct IncidentEvent: Sendable, Equatable {
    public let code: UInt16
    public let message: String

    public init(_ frame: EventFrame) throws(BinlogError) {
        var cursor = ByteCursor(frame.body)
        do throws(BytesError) {
            code = try cursor.u16le()
            let length = cursor.isAtEnd ? 0 : Int(try cursor.u8())
            message = String(decoding: try cursor.bytes(length), as: UTF8.self)
        } catch { throw frame.malformed(error) }
    }
}
