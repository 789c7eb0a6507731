import Binlog
import CommitLog

/// XA transactions. Their rows stand in the binlog at PREPARE, in a group of their own, and count from COMMIT on, a
/// group that may come much later. Until then the raw events are kept.
///
///     MySQL     GTID · Query XA START · rows · Query XA END · XA_PREPARE      GTID · Query XA COMMIT | XA ROLLBACK
///     MariaDB   GTID (prepared) · rows · Query XA END · XA_PREPARE            GTID (completed) · the same
///
/// XA COMMIT … ONE PHASE is one group: on MySQL its XA_PREPARE says so, on MariaDB it looks like any transaction.
///
/// The records carry GTID, time and thread of the COMMIT, and file and position of the event that holds the row.
/// (Seen on MySQL 9.7 and MariaDB 10.11 and 11.8; MySQL `XA_prepare_event`, MariaDB `XA_prepare_log_event`.)
extension EventDecoder {
    /// The group's row events are kept and not decoded yet.
    mutating func beginStash() {
        group.state = .open
        group.stash = spareStash ?? EventStash(stashLimits)
        spareStash = nil
    }

    mutating func decodePrepare(_ event: XAPrepareEvent) throws {
        guard group.state == .open, let stash = group.stash else {
            throw refusal(
                "an XA PREPARE whose XA START was not read",
                remedy: "stop leat, `leat position set` to the begin of a transaction, start leat")
        }
        if event.isOnePhase { return try endGroup() }
        group.stash = nil
        let name = XAName(event.xid)
        try requireRoom(for: stash, name)
        prepared.add(name, stash)
        try endGroup()
    }

    private func requireRoom(for stash: EventStash, _ name: XAName) throws(BridgeError) {
        guard let store = sink.preparedStore,
            stash.byteCount > store.preparedBytesLeft - prepared.recentStashBytes
        else { return }
        throw refusal(
            "XA PREPARE \(name) with \(stash.byteCount) bytes of events: prepared transactions would take more than "
                + "prepared_bytes_max = \(store.preparedBytesMax)",
            remedy: "raise queue.prepared_bytes_max, then restart leat")
    }

    mutating func decodeXACommit(_ event: QueryEvent) throws {
        let name = try xaName(event)
        // MySQL says the thread at BEGIN; here nothing else says one.
        if group.mariadbGTID == nil { group.thread = event.threadId }
        // Table ids are those of another time.
        tables.forgetIdentifiers()
        defer { tables.forgetIdentifiers() }
        switch prepared.take(name) {
        case .recent(let stash): try replay { try stash.forEach($0) }
        case .stored:
            let store = sink.preparedStore
            try replay { body in
                var reader = StashedEventReader()
                try store?.read(name) { try reader.take($0, body) }
                try reader.end()
            }
        case .unknown: try missing(name)
        }
        try endGroup()
    }

    /// A `leat decode` of some files has no beginning that must be complete.
    private mutating func missing(_ name: XAName) throws(BridgeError) {
        guard sink.preparedStore != nil else { return counters.unknownXA &+= 1 }
        throw refusal(
            "XA COMMIT \(name), whose PREPARE this source has not read: it lies before the place where the source "
                + "began, or was not logged; its rows are not known",
            remedy: "copy its rows by hand if they matter, stop leat, `leat position set` after it, start leat")
    }

    mutating func decodeXARollback(_ event: QueryEvent) throws {
        // Nothing of an unknown one is in the queue either.
        _ = prepared.take(try xaName(event))
        try endGroup()
    }

    private func xaName(_ event: QueryEvent) throws(BridgeError) -> XAName {
        guard let name = XAName(statement: event.statement) else {
            let text = String(decoding: event.statement.prefix(200), as: UTF8.self)
            throw refusal("an XA statement that makes no sense: \(text)", remedy: "report this with the statement")
        }
        return name
    }

    /// Decodes kept events in the group that is open now; twice where a format says how many rows there are.
    mutating func replay(_ events: ((StashedEvent) throws -> Void) throws -> Void) throws {
        (output.transactionRow, output.transactionRows) = (0, 0)
        if needsWholeTransactions {
            isCounting = true
            defer { isCounting = false }
            try decodeKept(events)
        }
        try decodeKept(events)
    }

    private mutating func decodeKept(_ events: ((StashedEvent) throws -> Void) throws -> Void) throws {
        group.state = .open
        group.stash = nil
        let current = String(decoding: file.bytes, as: UTF8.self)
        try events { stashed in
            file.removeAll()
            file.append(stashed.file)
            replayed = stashed.end
            switch stashed.event.header.type {
            case .tableMap: try tables.read(stashed.event, at: progress.position)
            case .mariaDBAnnotateRows, .rowsQuery: statement.set(try RowsQueryEvent(stashed.event).statement)
            default: try decodeRows(stashed.event, start: stashed.start)
            }
        }
        replayed = nil
        file.removeAll()
        file.append(utf8: current)
    }
}
