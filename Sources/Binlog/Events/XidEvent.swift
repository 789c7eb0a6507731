import Bytes

/// COMMIT of a transaction in transactional tables.
///
///     0  xid u64
///
/// Source: MySQL `Xid_event` (libs/mysql/binlog/event/control_events.h).
public struct XidEvent: Sendable, Equatable {
    /// The server's own number of the transaction.
    public let xid: UInt64

    @inlinable
    public init(_ frame: EventFrame) throws(BinlogError) {
        var cursor = ByteCursor(frame.body)
        do throws(BytesError) { xid = try cursor.u64le() } catch { throw frame.malformed(error) }
    }
}
