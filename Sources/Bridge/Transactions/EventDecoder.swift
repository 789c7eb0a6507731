import Binlog
import Bytes
import ChangeEvents
import Glibc

/// Follows one connection's events, turns the rows of whole transactions into records, and hands frames to the log.
/// Lives on the decode thread; nothing here is shared.
///
/// Any error leaves the log as it was after the last frame that was handed over; reading on from there gives the same
/// records again.
struct EventDecoder: ~Copyable {
    let tables: TableRegistry
    var output: RecordOutput
    var progress: SourceProgress
    var group = TransactionGroup()
    var gtidText = GTIDText()
    /// The statement behind the rows that follow, for formats that carry it.
    var statement = StatementText()
    /// The current binlog file's name, as the change events carry it.
    var file = ByteWriter(capacity: 64)
    var before = RowImage()
    var after = RowImage()
    /// When the chunk was received that is decoded now, µs since 1970; 0 where nobody says.
    var received: Int64 = 0
    /// The server's clock minus ours, µs.
    var clockOffset: Int64 = 0
    /// Of the frame in the making.
    var times = FrameTimes()
    /// Counts since the connection began, for the status.
    var counters = Counters()

    /// Events inside of events: MySQL's compressed transactions, MariaDB's compressed events and pieces of rows.
    var payload = PayloadReader(eventBytesMax: Self.eventBytesMax)
    var inflater = EventInflater(eventBytesMax: Self.eventBytesMax)
    var fragments = RowFragments(eventBytesMax: Self.eventBytesMax)
    /// Where values stand that a row has compressed or as a change of a document.
    let scratch: RowScratch

    let sink: any FrameSink
    /// XA transactions between PREPARE and COMMIT.
    var prepared: PreparedGroups
    let stashLimits: EventStash.Limits
    /// An empty stash, kept for its memory.
    var spareStash: EventStash?
    /// Statements that change rows and stand in the binlog as text are passed over, counted and named.
    let skipsStatements: Bool
    /// Where the kept event ends that is decoded now.
    var replayed: BinlogPosition?
    /// Where the event ends that is decoded now, for messages.
    var place: BinlogPosition { replayed ?? progress.position }
    /// Kept events are only looked at, to know how many rows there are.
    var isCounting = false
    /// Some rows can only be written when the end of their transaction is known.
    let needsWholeTransactions: Bool
    /// Debezium's heartbeats; 0 is never.
    let heartbeatMilliseconds: Int
    var lastHeartbeat: Int64 = 0
    /// Some pipeline's format carries statements.
    private let wantsStatements: Bool
    /// Every transaction goes to the log by itself. Slower, but a transaction that must not go can then be dropped
    /// without the ones before it (see `SourceBridge.run`).
    let isCareful: Bool
    /// Largest event inside of another: what the servers themselves can make (`max_allowed_packet`).
    static let eventBytesMax = (1 << 30) + 4096
    /// Binlog bytes without a record after which a bare position is saved all the same.
    private static let checkpointBytes: UInt64 = 16 << 20
    private let frameBytesTarget: Int
    private var bytesSinceSubmit: UInt64 = 0
    private var lastSubmit = ContinuousClock.now
    /// Commit times come in whole seconds from MariaDB, and clocks differ a little.
    private static let caughtUpMicroseconds: Int64 = 2_000_000

    struct Counters {
        var rows: UInt64 = 0
        var transactions: UInt64 = 0
        var bytes: UInt64 = 0
        var notices = SourceNotices()
        /// What the first statements that were passed over say.
        var skippedTexts: [String] = []
        /// XA COMMITs of transactions that the files do not have.
        var unknownXA: UInt64 = 0
        /// The server said that it had nothing more to send.
        var isCaughtUp = false
    }

    init(
        tables: TableRegistry, sink: any FrameSink, start: SessionStart, recordBytesMax: Int,
        frameBytesTarget: Int, batchBytes: Int = 256 << 10, stashLimits: EventStash.Limits = EventStash.Limits(),
        skipsStatements: Bool = false
    ) throws(BinlogError) {
        self.stashLimits = stashLimits
        self.skipsStatements = skipsStatements
        self.frameBytesTarget = frameBytesTarget
        prepared = PreparedGroups(stored: start.prepared)
        self.tables = tables
        self.sink = sink
        wantsStatements = tables.wantsStatements
        needsWholeTransactions = tables.needsWholeTransactions
        scratch = RowScratch(rowBytesMax: recordBytesMax)
        heartbeatMilliseconds = tables.heartbeatMilliseconds
        output = RecordOutput(
            frames: FrameAssembler(sink: sink, frameBytesTarget: frameBytesTarget, batchBytes: batchBytes),
            recordBytesMax: recordBytesMax)
        progress = try SourceProgress(start.checkpoint, isFirst: start.isFirst)
        isCareful = start.isCareful
    }

    /// True between transactions: what was gathered may go to the log.
    var isBetweenGroups: Bool { group.state == .none }

    /// True when a frame waits for the writer to become free.
    var wantsFlush: Bool { isBetweenGroups && !output.frames.isEmpty }

    /// Takes one event: header and body, without its checksum.
    mutating func decode(_ bytes: UnsafeRawBufferPointer) throws(BridgeError) {
        do {
            let header = try EventHeader(bytes)
            let event = EventFrame(header: header, body: UnsafeRawBufferPointer(rebasing: bytes[19...]))
            let start = progress.position.position
            try progress.advance(over: header)
            counters.bytes &+= UInt64(bytes.count)
            bytesSinceSubmit &+= UInt64(bytes.count)
            try dispatch(event, start: start)
        } catch {
            throw BridgeError(error, at: place)
        }
    }

    // Untyped throws: errors of four stages meet here; the success path costs the same.
    mutating func dispatch(_ event: EventFrame, start: UInt64) throws {
        switch event.header.type {
        case .writeRowsV2, .updateRowsV2, .deleteRowsV2, .writeRowsV1, .updateRowsV1, .deleteRowsV1,
            .partialUpdateRows:
            try decodeRows(event, start: start)
        case .tableMap: try readTableMap(event, start: start)
        case .xid:
            group.xid = try XidEvent(event).xid
            try endGroup()
        case .gtid, .anonymousGTID, .gtidTagged: try begin(GTIDEvent(event))
        case .mariaDBGTID: try begin(MariaDBGTIDEvent(event), header: event.header)
        case .query: try decode(QueryEvent(event), header: event.header, start: start)
        case .rotate: rotate(to: try RotateEvent(event).next)
        case .formatDescription: try beginFile(event)
        case .incident:
            let incident = try IncidentEvent(event)
            throw BinlogError.incident(
                code: incident.code, message: incident.message, endPosition: event.header.nextPosition)
        case .xaPrepare: try decodePrepare(XAPrepareEvent(event))
        case .executeLoadQuery: try passOver(statement: "LOAD DATA")
        case .beginLoadQuery, .appendBlock: if !skipsStatements { throw statementRefusal("LOAD DATA") }
        case .heartbeat, .heartbeatV2:
            counters.isCaughtUp = true
            if isBetweenGroups { progress.skip(to: try HeartbeatEvent(event).reached) }
        case .mariaDBAnnotateRows, .rowsQuery:
            if wantsStatements {
                statement.set(try RowsQueryEvent(event).statement)
                try group.stash?.append(event, file: file.bytes, start: start)
            }
        case .previousGTIDs, .mariaDBGTIDList, .mariaDBCheckpoint, .stop, .mariaDBStartEncryption, .ignorable,
            .intvar, .rand, .userVar, .transactionContext, .viewChange:
            break
        case .transactionPayload: try decodePayload(event, start: start)
        case .mariaDBPartialRows:
            if let whole = try fragments.append(event) { try dispatch(whole, start: start) }
        case let type where type.inflated != nil: try dispatch(inflater.inflate(event), start: start)
        case let type where event.header.isIgnorable && !type.isKnown: break
        case let type where type.isKnown:
            throw BinlogError.unsupportedEvent(type, endPosition: event.header.nextPosition)
        case let type: throw BinlogError.unknownEvent(type, endPosition: event.header.nextPosition)
        }
    }

    private mutating func readTableMap(_ event: EventFrame, start: UInt64) throws {
        try tables.read(event, at: progress.position)
        guard let stash = group.stash, try tables.isCaptured(event) else { return }
        try stash.append(event, file: file.bytes, start: start)
    }

    /// A server that crashed left an unfinished group at the end of its last file; replicas roll it back where the
    /// restarted server's first file begins.
    private mutating func beginFile(_ event: EventFrame) throws {
        tables.beginFile(event)
        guard group.state != .none, event.body.count >= 56 else { return }
        // FORMAT_DESCRIPTION, offset 52: when the server started; 0 in files begun by rotation.
        guard event.body.loadUnaligned(fromByteOffset: 52, as: UInt32.self) != 0 else { return }
        try dropRows()
        group = TransactionGroup()
    }

    /// Events of another file follow.
    mutating func rotate(to next: BinlogPosition) {
        progress.rotate(to: next, isBetweenGroups: isBetweenGroups)
        file.removeAll()
        file.append(utf8: next.file)
        tables.forgetIdentifiers()
    }

    /// Hands over what was gathered if that is worth it now. Call it between groups.
    ///
    /// More events of the same chunk follow, so a free writer alone is no reason: a small frame costs a whole fdatasync.
    /// (Replay of 300,000 single-row transactions: 2.8 instead of 3.6 CPU s per million rows.) What is left at the
    /// chunk's end goes at once if nothing else is waiting.
    mutating func submitIfUseful() throws(BridgeError) {
        if prepared.recentBytes >= frameBytesTarget || (isCareful && prepared.isAhead) {
            try submit()
        } else if output.frames.isEmpty {
            if progress.isAhead, bytesSinceSubmit >= Self.checkpointBytes { try submit() }
        } else if isCareful || output.frames.isFull || (output.frames.isWorthASync && sink.isFree) {
            try submit()
        }
    }

    /// Saves a position that has moved on without records, at most once a second: an idle or filtered source keeps its
    /// place ahead of the purge.
    mutating func submitPositionIfDue() throws(BridgeError) {
        guard isBetweenGroups, output.frames.isEmpty, progress.isAhead, lastSubmit.duration(to: .now) >= .seconds(1)
        else {
            return
        }
        try submit()
    }

    /// Hands the gathered records and the position after them to the log, or the position alone.
    mutating func submit() throws(BridgeError) {
        guard progress.isAhead else { return }
        // Before the checkpoint that counts on it: it lies after the PREPARE.
        var changes: [PreparedChange] = []
        if prepared.isAhead, let store = sink.preparedStore { changes = try handOverPrepared(to: store) }
        let checkpoint = progress.takeCheckpoint()
        sink.frameEnds(times)
        times = FrameTimes()
        try output.frames.submit(checkpoint: checkpoint, changes, definitions: tables.takeSchemaRecords())
        bytesSinceSubmit = 0
        lastSubmit = .now
    }

    private mutating func handOverPrepared(to store: any PreparedStore) throws(BridgeError) -> [PreparedChange] {
        do { return try prepared.handOver(to: store) } catch { throw BridgeError(error, at: progress.position) }
    }

    /// Nothing more waits on the wire. In a replay that only says that we are faster than the server: the last commit
    /// tells whether it is the end.
    mutating func wireIsEmpty() {
        let age = Self.nowMicroseconds() - progress.commitMicroseconds
        if isBetweenGroups, age < Self.caughtUpMicroseconds { counters.isCaughtUp = true }
    }

    /// What was counted since the last call.
    mutating func takeCounters() -> Counters {
        defer { counters = Counters() }
        return counters
    }

    static func nowMicroseconds() -> Int64 {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return Int64(now.tv_sec) * 1_000_000 + Int64(now.tv_nsec) / 1000
    }

    /// Drops what was gathered of a transaction that did not end on this connection, and everything gathered before
    /// it in the same frame: it is read again.
    mutating func discard() {
        times = FrameTimes()
        output.frames.discard()
    }

    /// Hands over everything gathered, also of a transaction that did not end; the position stays where it was.
    mutating func submitUnfinished() throws(BridgeError) {
        if let stash = group.stash {
            do { try replay { try stash.forEach($0) } } catch { throw BridgeError(error, at: place) }
        }
        try output.frames.submit(checkpoint: progress.takeCheckpoint())
    }

    /// Drops the records of the current group alone.
    /// - Throws: `BridgeError.isWorthCarefulReading` when other transactions wait in the same frame.
    mutating func dropRows() throws {
        group.stash = nil
        guard group.rows > 0 else { return }
        guard isCareful else {
            throw BridgeError(
                what: "\(progress.position): a transaction was rolled back", remedy: "none: it is read again",
                isWorthCarefulReading: true)
        }
        output.frames.discard()
        tables.dropTransaction()
        group.rows = 0
    }
}
