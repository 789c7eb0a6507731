import Bytes

/// MariaDB: the next event group, its identity and its kind. It stands in place of BEGIN.
///
///     0  sequence u64     8  domain u32    12 flags u8
///     …  commit id u64 (with groupCommitId)
///     …  XID: format id u32, gtrid length u8, bqual length u8, bytes (with preparedXA or completedXA)
///     …  further flags u8 (if bytes follow)
///     …  engines besides the first u8 (with multipleEngines)
///     …  sequence of START ALTER u64 (with commitAlter or rollbackAlter)
///     …  thread id u32 (with threadId)
///     …  zeros up to 19 bytes
///
/// The server id is that of the header. Source: MariaDB `Gtid_log_event` (sql/log_event.h, sql/log_event.cc),
/// knowledge base "GTID_EVENT".
public struct MariaDBGTIDEvent: Sendable, Equatable {
    public let gtid: MariaDBGTID
    public let flags: Flags
    /// Transactions of one group commit share it; nil when the transaction was alone.
    public let commitId: UInt64?
    /// Of a prepared or completed XA transaction.
    public let xid: XATransactionID?
    public let furtherFlags: FurtherFlags
    /// Storage engines besides the first that took part; 0 when the server did not say so.
    public let furtherEngineCount: UInt8
    /// Of COMMIT ALTER and ROLLBACK ALTER: the sequence number of the GTID that began the ALTER TABLE.
    public let startAlterSequence: UInt64?
    /// Of the connection on the source; nil before MariaDB 11.5.
    public let threadId: UInt32?

    public struct Flags: OptionSet, Sendable {
        public let rawValue: UInt8

        @inlinable
        public init(rawValue: UInt8) { self.rawValue = rawValue }

        /// The group is this event and one more; no COMMIT follows.
        @inlinable public static var standalone: Self { Self(rawValue: 1) }
        @inlinable public static var groupCommitId: Self { Self(rawValue: 2) }
        /// All changes can be rolled back.
        @inlinable public static var transactional: Self { Self(rawValue: 4) }
        @inlinable public static var allowParallel: Self { Self(rawValue: 8) }
        @inlinable public static var waited: Self { Self(rawValue: 16) }
        /// The group is DDL.
        @inlinable public static var ddl: Self { Self(rawValue: 32) }
        /// The group ends with XA PREPARE.
        @inlinable public static var preparedXA: Self { Self(rawValue: 64) }
        /// The group is XA COMMIT or XA ROLLBACK.
        @inlinable public static var completedXA: Self { Self(rawValue: 128) }
    }

    public struct FurtherFlags: OptionSet, Sendable {
        public let rawValue: UInt8

        @inlinable
        public init(rawValue: UInt8) { self.rawValue = rawValue }

        @inlinable public static var multipleEngines: Self { Self(rawValue: 1) }
        /// The group is the first phase of an ALTER TABLE (binlog_alter_two_phase=ON): nothing has changed yet.
        @inlinable public static var startAlter: Self { Self(rawValue: 2) }
        /// The group is the second phase: the table has changed.
        @inlinable public static var commitAlter: Self { Self(rawValue: 4) }
        /// The group is the second phase: the table has not changed.
        @inlinable public static var rollbackAlter: Self { Self(rawValue: 8) }
        @inlinable public static var threadId: Self { Self(rawValue: 16) }
    }

    @inlinable
    public init(_ frame: EventFrame) throws(BinlogError) {
        var cursor = ByteCursor(frame.body)
        do throws(BytesError) {
            let sequence = try cursor.u64le()
            let domain = try cursor.u32le()
            let flags = Flags(rawValue: try cursor.u8())
            gtid = MariaDBGTID(domain: domain, server: frame.header.serverId, sequence: sequence)
            self.flags = flags
            commitId = flags.contains(.groupCommitId) ? try cursor.u64le() : nil
            xid = flags.isDisjoint(with: [.preparedXA, .completedXA]) ? nil : try XATransactionID(&cursor)
            // Before MariaDB 10.8 there are only zeros here.
            let further = FurtherFlags(rawValue: cursor.isAtEnd ? 0 : try cursor.u8())
            furtherFlags = further
            furtherEngineCount = further.contains(.multipleEngines) ? try cursor.u8() : 0
            let endsAlter = !further.isDisjoint(with: [.commitAlter, .rollbackAlter])
            startAlterSequence = endsAlter ? try cursor.u64le() : nil
            threadId = further.contains(.threadId) ? try cursor.u32le() : nil
        } catch { throw frame.malformed(error) }
    }
}
