import Bytes

/// The part of a session's state that a statement in the binlog depends on: the status variables of a QUERY event.
/// Each is a code u8 and a value of fixed or self-described length:
///
///     0 flags2 u32               1 sql_mode u64              2 catalog length u8, text, 0    3 increments u16 × 2
///     4 charset: client u16, connection collation u16, server collation u16                  5 zone: length u8, text
///     6 catalog length u8, text  7 lc_time_names u16         8 database collation u16        9 table map u64
///    10 master data u32         11 user, host: length u8, text each
///    12 updated databases: count u8 (254: too many), texts ended by 0                       13 microseconds u24
///    14 commit time u64 (old)   15 commit time 2 u64 (old)  16 explicit_defaults_for_timestamp u8
///    17 DDL's XID u64           18 default_collation_for_utf8mb4 u16                        19 require key u8
///    20 encryption u8
///   128 microseconds u24       129 XID u64                 130 flags3 u16     131 character_set_collations:
///                                                              count u8, each charset's default id u16, collation u16
///
/// MySQL has those below 128, MariaDB 0 to 16 and those above. Reading ends at a code that is not known: newer servers
/// write theirs last.
/// Source: MySQL `Query_event` (libs/mysql/binlog/event/statement_events.h), MariaDB sql/log_event.h.
public struct QuerySession: Sendable, Equatable {
    public var sqlMode: UInt64 = 0
    /// A collation of the charset that the statement is written in.
    public var clientCollation: UInt16?
    /// collation_server: what a new database gets.
    public var serverCollation: UInt16?
    /// collation_database where the session has set it itself.
    public var databaseCollation: UInt16?
    public var explicitDefaultsForTimestamp: Bool?
    /// What `CHARACTER SET utf8mb4` stands for (MySQL).
    public var defaultCollationForUTF8MB4: UInt16?
    /// What `CHARACTER SET x` stands for, by the number of x's usual default (MariaDB 11.2 and later).
    public var characterSetCollations: [UInt16: UInt16] = [:]
    /// MySQL marks DDL that has changed its dictionary so: `CREATE … IF NOT EXISTS` of what was there lacks it.
    public var hasDDLXid = false

    public init() {}

    /// - Parameter bytes: of `QueryEvent.statusVariables`. Broken bytes end the reading; what came before them counts.
    public init(_ bytes: UnsafeRawBufferPointer) {
        var cursor = ByteCursor(bytes)
        do throws(BytesError) {
            while !cursor.isAtEnd, try read(try cursor.u8(), &cursor) {}
        } catch {}
    }

    /// - Returns: false at a code that is not known.
    private mutating func read(_ code: UInt8, _ cursor: inout ByteCursor) throws(BytesError) -> Bool {
        switch code {
        case 0, 3, 10: try cursor.skip(4)
        case 1: sqlMode = try cursor.u64le()
        case 2: try cursor.skip(Int(try cursor.u8()) + 1)
        case 4:
            clientCollation = try cursor.u16le()
            try cursor.skip(2)
            serverCollation = try cursor.u16le()
        case 5, 6: try cursor.skip(Int(try cursor.u8()))
        case 7, 130: try cursor.skip(2)
        case 8: databaseCollation = try cursor.u16le()
        case 9, 14, 15, 129: try cursor.skip(8)
        case 11:
            try cursor.skip(Int(try cursor.u8()))
            try cursor.skip(Int(try cursor.u8()))
        case 12:
            let count = try cursor.u8()
            guard count != 254 else { break }
            for _ in 0..<count { while try cursor.u8() != 0 {} }
        case 13, 128: try cursor.skip(3)
        case 16: explicitDefaultsForTimestamp = try cursor.u8() != 0
        case 17:
            try cursor.skip(8)
            hasDDLXid = true
        case 18: defaultCollationForUTF8MB4 = try cursor.u16le()
        case 19, 20: try cursor.skip(1)
        case 131:
            for _ in 0..<(try cursor.u8()) { characterSetCollations[try cursor.u16le()] = try cursor.u16le() }
        default: return false
        }
        return true
    }
}
