import Bytes

/// MariaDB, at the head of each file: the last GTID of every domain and server in the files before.
///
///     0  count u32 (upper four bits are flags)    4  { domain u32, server u32, sequence u64 } …
///
/// Source: MariaDB `Gtid_list_log_event` (sql/log_event.h).
public struct MariaDBGTIDListEvent: Sendable, Equatable {
    /// In the server's order: of several servers in a domain the last is the newest.
    public let gtids: [MariaDBGTID]

    public init(_ frame: EventFrame) throws(BinlogError) {
        var cursor = ByteCursor(frame.body)
        do throws(BytesError) {
            let count = Int(try cursor.u32le() & 0x0FFF_FFFF)
            guard count * 16 <= cursor.remaining else { throw BytesError.malformed("more GTIDs than bytes", at: 0) }
            var gtids: [MariaDBGTID] = []
            gtids.reserveCapacity(count)
            for _ in 0..<count {
                gtids.append(
                    MariaDBGTID(
                        domain: try cursor.u32le(),
                        server: try cursor.u32le(),
                        sequence: try cursor.u64le()
                    )
                )
            }
            self.gtids = gtids
        } catch { throw frame.malformed(error) }
    }
}
