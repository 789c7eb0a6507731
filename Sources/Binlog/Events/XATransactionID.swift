import Bytes

/// Identity of a distributed transaction, as the client named it.
///
///     0  format id u32    4  gtrid length u8    5  bqual length u8    6  gtrid, bqual     (MariaDB GTID event)
///
/// Source: MariaDB `event_xid_t` (sql/log_event.h).
public struct XATransactionID: Sendable, Hashable {
    public let formatId: Int32
    /// Global part, at most 64 bytes.
    public let global: [UInt8]
    /// Branch part, at most 64 bytes.
    public let branch: [UInt8]

    public init(formatId: Int32, global: [UInt8], branch: [UInt8]) {
        self.formatId = formatId
        self.global = global
        self.branch = branch
    }

    @usableFromInline
    init(_ cursor: inout ByteCursor) throws(BytesError) {
        formatId = try cursor.i32le()
        let globalLength = Int(try cursor.u8())
        let branchLength = Int(try cursor.u8())
        guard globalLength <= 64, branchLength <= 64 else { throw .malformed("XID part over 64 bytes", at: 0) }
        global = Array(try cursor.bytes(globalLength))
        branch = Array(try cursor.bytes(branchLength))
    }
}
