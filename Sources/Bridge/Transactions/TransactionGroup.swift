import Binlog

/// The event group that the decoder is in: from its GTID (or BEGIN) to its XID, COMMIT or single statement.
struct TransactionGroup {
    enum State {
        /// Between groups.
        case none
        /// A GTID was read; BEGIN or a single statement follows.
        case announced
        /// Between BEGIN and the end.
        case open
    }

    var state = State.none
    var mysqlGTID: GTID?
    var mariadbGTID: MariaDBGTID?
    var xid: UInt64?
    /// µs since 1970; 0 until something says it.
    var commitMicroseconds: Int64 = 0
    /// Latest moment at which it can have been committed on the server that is read, µs since 1970 by its clock; 0
    /// when nothing says it.
    var latestCommitMicroseconds: Int64 = 0
    /// When its begin was received; 0 where nobody says.
    var receivedMicroseconds: Int64 = 0
    var thread: UInt32?
    /// Row changes of captured tables so far.
    var rows = 0
    /// Where row events are kept until the group's end says what they are worth; nil when they are decoded at once.
    var stash: EventStash?
    /// Savepoints set while row events are kept, with the bytes kept before them.
    var savepoints: [(name: [UInt8], byteCount: Int)] = []
}
