import Binlog
import CommitLog

extension EventDecoder {
    mutating func begin(_ event: GTIDEvent) throws {
        if event.gtid == nil, progress.mode == .mysqlGTID { throw Self.anonymousRefusal }
        try beginGroup()
        group.mysqlGTID = event.gtid
        group.commitMicroseconds = Int64(clamping: event.originalCommitMicroseconds)
        gtidText.set(event.gtid)
    }

    mutating func begin(_ event: MariaDBGTIDEvent, header: EventHeader) throws {
        guard event.flags.isDisjoint(with: [.preparedXA, .completedXA]) else { throw Self.xaRefusal }
        try beginGroup()
        group.mariadbGTID = event.gtid
        // MariaDB says the commit time in whole seconds only.
        group.commitMicroseconds = Int64(header.timestamp) * 1_000_000
        gtidText.set(event.gtid)
        if !event.flags.contains(.standalone) { group.state = .open }
    }

    private mutating func beginGroup() throws {
        guard group.state != .open else {
            throw BridgeError(
                what: "\(progress.position): a transaction begins before the one before it has ended",
                remedy: "check the file on the server with mysqlbinlog", isRetriable: true)
        }
        group = TransactionGroup()
        group.state = .announced
    }

    mutating func decode(_ event: QueryEvent, header: EventHeader) throws {
        if group.commitMicroseconds == 0 { group.commitMicroseconds = Int64(header.timestamp) * 1_000_000 }
        switch event.effect {
        case .begin:
            group.state = .open
            group.thread = event.threadId
        case .commit: try endGroup()
        case .rollback:
            try dropRows()
            try endGroup()
        case .rollbackToSavepoint:
            guard group.rows == 0 else { throw Self.rollbackRefusal }
        case .savepoint, .releaseSavepoint: break
        case .xaStart, .xaEnd, .xaPrepare, .xaCommit, .xaRollback: throw Self.xaRefusal
        case .other:
            if let verb = RowChangingStatement.verb(of: event.statement) { throw Self.statementRefusal(verb) }
            // DDL inside of BEGIN … COMMIT (CREATE TABLE … SELECT) does not end the group.
            if group.state != .open { try endGroup() }
        }
    }

    /// The transaction is whole: its records may go, and the source may continue after it.
    mutating func endGroup() throws {
        progress.commit(
            microseconds: group.commitMicroseconds, mysql: group.mysqlGTID, mariadb: group.mariadbGTID)
        counters.transactions &+= 1
        counters.rows &+= UInt64(group.rows)
        group = TransactionGroup()
        try submitIfUseful()
    }

    static var xaRefusal: BridgeError {
        BridgeError(
            what: "an XA transaction is in the binlog, which this version does not read",
            remedy: "end XA use on this source, set the position after it, then leat sources resume")
    }

    static var anonymousRefusal: BridgeError {
        BridgeError(
            what: "the binlog holds transactions without a GTID, from before gtid_mode was switched on",
            remedy: "start this source with `start: file:<first binlog>:4` on a new queue, or purge those binlogs")
    }

    static var rollbackRefusal: BridgeError {
        BridgeError(
            what: "a part of a transaction with row changes was rolled back in the binlog (ROLLBACK TO SAVEPOINT)",
            remedy: "convert the table to a transactional engine, set the position after it, then leat sources resume")
    }

    static func statementRefusal(_ verb: StaticString) -> BridgeError {
        BridgeError(
            what: "a statement that changes rows (\(verb)) is in the binlog as text; its rows are not known",
            remedy: "SET GLOBAL binlog_format=ROW, set the position after it, then leat sources resume")
    }
}
