import Binlog

/// Where a binlog stream begins.
public enum BinlogStart: Sendable, Equatable {
    /// At an event's first byte in a file, e.g. `.file(name: "binlog.000012", position: 4)`; position 4 is the file's
    /// begin.
    case file(name: String, position: UInt64)
    /// MySQL: with the first transaction that is not in this set.
    case mysqlGTID(GTIDSet)
    /// MariaDB: behind these GTIDs, one a domain (`0-1-100,1-2-5`).
    case mariadbGTID(String)
}
