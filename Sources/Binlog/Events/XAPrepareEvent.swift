import Bytes

/// The end of a transaction group that is prepared but not yet committed (XA PREPARE).
///
///     0  one phase u8    1  format id i32    5  gtrid length u32    9  bqual length u32    13 gtrid, bqual
///
/// Source: MySQL `XA_prepare_event` (libs/mysql/binlog/event/control_events.h), MariaDB `XA_prepare_log_event`.
public struct XAPrepareEvent: Sendable, Equatable {
    /// XA COMMIT … ONE PHASE: the transaction is committed at once.
    public let isOnePhase: Bool
    public let xid: XATransactionID

    public init(_ frame: EventFrame) throws(BinlogError) {
        var cursor = ByteCursor(frame.body)
        do throws(BytesError) {
            isOnePhase = try cursor.u8() != 0
            let formatId = try cursor.i32le()
            let globalLength = try cursor.u32le()
            let branchLength = try cursor.u32le()
            guard globalLength <= 64, branchLength <= 64 else {
                throw BytesError.malformed("XID part over 64 bytes", at: 5)
            }
            xid = XATransactionID(
                formatId: formatId,
                global: Array(try cursor.bytes(Int(globalLength))),
                branch: Array(try cursor.bytes(Int(branchLength)))
            )
        } catch { throw frame.malformed(error) }
    }
}
