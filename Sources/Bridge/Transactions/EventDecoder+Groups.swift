import Binlog
import CommitLog

extension EventDecoder {
    mutating func begin(_ event: GTIDEvent) throws {
        gtidText.set(event.gtid)
        if event.gtid == nil, progress.mode == .mysqlGTID { throw anonymousRefusal }
        try beginGroup()
        group.mysqlGTID = event.gtid
        group.commitMicroseconds = Int64(clamping: event.originalCommitMicroseconds)
        group.latestCommitMicroseconds = Int64(clamping: event.immediateCommitMicroseconds)
    }

    mutating func begin(_ event: MariaDBGTIDEvent, header: EventHeader) throws {
        gtidText.set(event.gtid)
        try beginGroup()
        group.mariadbGTID = event.gtid
        // MariaDB says the commit time in whole seconds only.
        group.commitMicroseconds = Int64(header.timestamp) * 1_000_000
        if event.flags.contains(.preparedXA) {
            beginStash()
        } else if event.flags.isDisjoint(with: [.standalone, .completedXA]) {
            openGroup()
        }
    }

    private mutating func beginGroup() throws {
        guard group.state != .open else {
            throw BridgeError(
                what: "\(progress.position): a transaction begins before the one before it has ended",
                remedy: "check the file on the server with mysqlbinlog", isRetriable: true)
        }
        group = TransactionGroup()
        group.state = .announced
        group.receivedMicroseconds = received
    }

    private mutating func openGroup() {
        group.state = .open
        // Read carefully, a transaction may be one that takes rows back.
        if isCareful || needsWholeTransactions { beginStash() }
    }

    mutating func decode(_ event: QueryEvent, header: EventHeader, start: UInt64) throws {
        if group.commitMicroseconds == 0 { group.commitMicroseconds = Int64(header.timestamp) * 1_000_000 }
        switch event.effect {
        case .begin:
            openGroup()
            group.thread = event.threadId
        case .commit: try endGroup()
        case .rollback:
            try dropRows()
            try endGroup()
        case .rollbackToSavepoint: try rollBack(to: SavepointName.inRollback(event.statement))
        case .savepoint: setSavepoint(SavepointName.inSavepoint(event.statement))
        case .releaseSavepoint, .xaEnd, .xaPrepare: break
        case .xaStart:
            beginStash()
            group.thread = event.threadId
        case .xaCommit: try decodeXACommit(event)
        case .xaRollback: try decodeXARollback(event)
        case .other:
            if let verb = RowChangingStatement.verb(of: event.statement) {
                try passOver(statement: verb, event.statement)
            }
            try applyDDL(event, header: header, start: start)
            // DDL inside of BEGIN … COMMIT (CREATE TABLE … SELECT) does not end the group.
            if group.state != .open { try endGroup() }
        }
    }

    /// The transaction is whole: its records may go, and the source may continue after it.
    mutating func endGroup() throws {
        guard fragments.isEmpty else {
            throw BinlogError.fragmentsBroken(endPosition: 0, "the transaction ends before its row event is whole")
        }
        if let stash = group.stash {
            try replay { try stash.forEach($0) }
            stash.removeAll()
            spareStash = stash
        }
        try tables.endTransaction(to: &output)
        progress.commit(
            microseconds: group.commitMicroseconds, mysql: group.mysqlGTID, mariadb: group.mariadbGTID)
        noteTimes()
        counters.transactions &+= 1
        counters.rows &+= UInt64(group.rows)
        group = TransactionGroup()
        statement.clear()
        tables.trim()
        try submitIfUseful()
    }

    // MARK: - Refusals: what a transaction is, where it stands, and what to do

    var anonymousRefusal: BridgeError {
        refusal(
            "a transaction without a GTID, from before gtid_mode was switched on",
            remedy: "start this source with `start: file:<first binlog>:4` on a new queue, or purge those binlogs")
    }

    var rollbackRefusal: BridgeError {
        refusal(
            "a part of a transaction was rolled back to a savepoint that the binlog does not name",
            remedy: "check the file on the server with mysqlbinlog; stop leat, `leat position set` after it, start leat"
        )
    }

    func statementRefusal(_ verb: StaticString) -> BridgeError {
        refusal(
            "a statement that changes rows (\(verb)) stands in the binlog as text; its rows are not known",
            remedy:
                "SET GLOBAL binlog_format=ROW, stop leat, `leat position set` after the statement, start leat; or set "
                + "statement_events: skip on the source")
    }

    func refusal(_ what: String, remedy: String) -> BridgeError {
        let gtid = gtidText.bytes.map { " (GTID \(String(decoding: $0, as: UTF8.self)))" } ?? ""
        return BridgeError(what: "\(progress.position)\(gtid): \(what)", remedy: remedy)
    }
}
