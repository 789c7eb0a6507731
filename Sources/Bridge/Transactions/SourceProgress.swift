import Binlog

/// How far the decoder is: the place of the next event, and the place after the last whole transaction. Only the
/// latter is ever saved.
struct SourceProgress {
    let mode: SourceCheckpoint.Mode
    let generation: UInt32
    let identity: String
    /// Where the next event stands.
    private(set) var position: BinlogPosition
    /// Where the last whole transaction ended.
    private(set) var committed: BinlogPosition
    private(set) var commitMicroseconds: Int64
    /// GTIDs of whole transactions since the last checkpoint was taken.
    private var mysqlGTIDs = GTIDSet()
    private var mariadbGTIDs = MariaDBGTIDPosition()
    /// True when a checkpoint taken now would say something new.
    private(set) var isAhead = false

    /// - Parameter isFirst: nothing of this source is in the log yet: the first checkpoint has to carry the whole GTID
    ///   set that the source starts with, because the log takes it as the state that later ones add to.
    /// - Throws: `BinlogError.malformedPosition` when the checkpoint's GTIDs cannot be read.
    init(_ checkpoint: SourceCheckpoint, isFirst: Bool) throws(BinlogError) {
        mode = checkpoint.mode
        generation = checkpoint.generation
        identity = checkpoint.identity
        position = BinlogPosition(file: checkpoint.file, position: checkpoint.position)
        committed = position
        commitMicroseconds = checkpoint.commitMicroseconds
        guard isFirst else { return }
        switch mode {
        case .file: break
        case .mysqlGTID: mysqlGTIDs = try GTIDSet(checkpoint.gtid)
        case .mariadbGTID: mariadbGTIDs = try MariaDBGTIDPosition(checkpoint.gtid)
        }
        isAhead = true
    }

    /// Moves over an event. A gap before it is a group that the server left out (a filtered GTID, an annotation that
    /// was not asked for); a step back means that events come twice.
    @inline(__always)
    mutating func advance(over header: EventHeader) throws(BinlogError) {
        guard header.isInFile else { return }
        if header.nextPosition != 0 {
            let start = header.nextPosition &- header.eventLength
            let gap = start &- UInt32(truncatingIfNeeded: position.position)
            if gap != 0 && gap < 3 << 30 { position.skip(toLowPosition: start) }
        }
        try position.advance(over: header)
    }

    /// The stream goes on at another place: the next file, or (at the begin of a dump) where the server starts.
    /// - Parameter isBetweenGroups: everything before that place has been read whole.
    mutating func rotate(to next: BinlogPosition, isBetweenGroups: Bool) {
        position = next
        guard isBetweenGroups, next != committed else { return }
        committed = next
        isAhead = true
    }

    /// The server says how far it is: it may have passed over groups that are not for us. Only between groups.
    mutating func skip(to reached: BinlogPosition) {
        if reached.file == position.file, reached.position > position.position { position = reached }
    }

    /// A transaction, or something else that may be passed over for good, ends at the current place.
    @inline(__always)
    mutating func commit(microseconds: Int64, mysql: GTID?, mariadb: MariaDBGTID?) {
        committed = position
        if microseconds != 0 { commitMicroseconds = microseconds }
        if mode == .mysqlGTID, let mysql { mysqlGTIDs.add(mysql) }
        if mode == .mariadbGTID, let mariadb { mariadbGTIDs.update(mariadb) }
        isAhead = true
    }

    /// A frame will go that says nothing new of the position.
    mutating func touch() { isAhead = true }

    /// The checkpoint for everything committed so far; its GTIDs are those since the last one.
    mutating func takeCheckpoint() -> SourceCheckpoint {
        let gtid: String
        switch mode {
        case .file: gtid = ""
        case .mysqlGTID: gtid = mysqlGTIDs.description
        case .mariadbGTID: gtid = mariadbGTIDs.description
        }
        mysqlGTIDs = GTIDSet()
        mariadbGTIDs = MariaDBGTIDPosition()
        isAhead = false
        return SourceCheckpoint(
            mode: mode, generation: generation, file: committed.file, position: committed.position,
            commitMicroseconds: commitMicroseconds, identity: identity, gtid: gtid)
    }
}
