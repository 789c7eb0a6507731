import Bytes

/// MySQL, at the head of each file: every GTID in the files before.
///
/// The body is a GTID set in the form of `GTIDSet.init(decoding:)`.
/// Source: MySQL `Previous_gtids_event` (libs/mysql/binlog/event/control_events.h).
public struct PreviousGTIDsEvent: Sendable, Equatable {
    public let gtids: GTIDSet

    public init(_ frame: EventFrame) throws(BinlogError) {
        var cursor = ByteCursor(frame.body)
        do throws(BytesError) { gtids = try GTIDSet(decoding: &cursor) } catch { throw frame.malformed(error) }
    }
}
