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
    var frames: FrameAssembler
    var progress: SourceProgress
    var group = TransactionGroup()
    var gtidText = GTIDText()
    /// The current binlog file's name, as the change events carry it.
    var file = ByteWriter(capacity: 64)
    var before = RowImage()
    var after = RowImage()
    var key = ByteWriter(capacity: 256)
    var otherKey = ByteWriter(capacity: 256)
    var value = ByteWriter(capacity: 4096)
    /// Counts since the connection began, for the status.
    var counters = Counters()

    private let compressor: FrameCompressor
    private let queue: ChunkQueue
    let recordBytesMax: Int
    /// Binlog bytes without a record after which a bare position is saved all the same.
    private static let checkpointBytes: UInt64 = 16 << 20
    private var bytesSinceSubmit: UInt64 = 0

    struct Counters {
        var rows: UInt64 = 0
        var transactions: UInt64 = 0
        var bytes: UInt64 = 0
        /// The server said that it had nothing more to send.
        var isCaughtUp = false
    }

    init(
        tables: TableRegistry, compressor: FrameCompressor, queue: ChunkQueue, start: SourceCheckpoint,
        options: SourceBridgeOptions
    ) {
        self.tables = tables
        self.compressor = compressor
        self.queue = queue
        frames = FrameAssembler(compressor: compressor, frameBytesTarget: options.frameBytesTarget)
        progress = SourceProgress(start)
        recordBytesMax = options.recordBytesMax
    }

    /// True between transactions: what was gathered may go to the log.
    var isBetweenGroups: Bool { group.state == .none }

    /// True when a frame waits for the writer to become free.
    var wantsFlush: Bool { isBetweenGroups && !frames.isEmpty }

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
            throw BridgeError(error, at: progress.position)
        }
    }

    // Untyped throws: errors of four stages meet here; the success path costs the same.
    private mutating func dispatch(_ event: EventFrame, start: UInt64) throws {
        switch event.header.type {
        case .writeRowsV2, .updateRowsV2, .deleteRowsV2, .writeRowsV1, .updateRowsV1, .deleteRowsV1:
            try decodeRows(event, start: start)
        case .tableMap: try tables.read(event)
        case .xid: try endGroup()
        case .gtid, .anonymousGTID, .gtidTagged: try begin(GTIDEvent(event))
        case .mariaDBGTID: try begin(MariaDBGTIDEvent(event), header: event.header)
        case .query: try decode(QueryEvent(event), header: event.header)
        case .rotate: rotate(to: try RotateEvent(event).next)
        case .formatDescription: tables.forgetIdentifiers()
        case .incident:
            let incident = try IncidentEvent(event)
            throw BinlogError.incident(
                code: incident.code, message: incident.message, endPosition: event.header.nextPosition)
        case .xaPrepare: throw Self.xaRefusal
        case .beginLoadQuery, .executeLoadQuery, .appendBlock: throw Self.statementRefusal("LOAD DATA")
        case .heartbeat, .heartbeatV2: counters.isCaughtUp = true
        case .previousGTIDs, .mariaDBGTIDList, .mariaDBCheckpoint, .mariaDBAnnotateRows, .rowsQuery, .stop, .ignorable, .intvar, .rand, .userVar, .transactionContext, .viewChange:
            break
        case let type where event.header.isIgnorable && !type.isKnown: break
        case let type where type.isKnown:
            throw BinlogError.unsupportedEvent(type, endPosition: event.header.nextPosition)
        case let type: throw BinlogError.unknownEvent(type, endPosition: event.header.nextPosition)
        }
    }

    private mutating func rotate(to next: BinlogPosition) {
        progress.rotate(to: next, isBetweenGroups: isBetweenGroups)
        file.removeAll()
        file.append(utf8: next.file)
        tables.forgetIdentifiers()
    }

    /// Hands over what was gathered if that is worth it now. Call it between groups.
    mutating func submitIfUseful() throws(BridgeError) {
        if frames.isEmpty {
            if progress.isAhead, bytesSinceSubmit >= Self.checkpointBytes { try submit() }
        } else if frames.isFull || compressor.isFree {
            try submit()
        }
    }

    /// Hands the gathered records and the position after them to the log, or the position alone.
    mutating func submit() throws(BridgeError) {
        guard progress.isAhead else { return }
        let checkpoint = progress.takeCheckpoint()
        // Before the hand-over: the writer may be done, and say so, before `submit` returns.
        queue.setWriterFree(false)
        try frames.submit(checkpoint: checkpoint)
        bytesSinceSubmit = 0
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
    mutating func discard() { frames.discard() }
}
