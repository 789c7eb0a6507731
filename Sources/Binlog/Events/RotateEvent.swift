import Bytes

/// The stream goes on in another file. An artificial one opens every dump.
///
///     0  position u64    8  file name, to the end
///
/// Source: MySQL `Rotate_event` (libs/mysql/binlog/event/control_events.h).
public struct RotateEvent: Sendable, Equatable {
    /// Where the next event stands.
    public let next: BinlogPosition

    public init(_ frame: EventFrame) throws(BinlogError) {
        var cursor = ByteCursor(frame.body)
        do throws(BytesError) {
            let position = try cursor.u64le()
            let name = cursor.rest()
            guard !name.isEmpty else { throw BytesError.malformed("no file name", at: 8) }
            next = BinlogPosition(file: String(decoding: name, as: UTF8.self), position: position)
        } catch { throw frame.malformed(error) }
    }
}
