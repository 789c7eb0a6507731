/// What all rows of one rows event have in common: where the event stands and when it was committed.
/// The byte views are copied by `DebeziumEncoder.begin` and need not outlive that call.
public struct EventContext {
    /// Identity of the server that wrote the event.
    public var serverID: UInt32
    /// The transaction's GTID as text, or nil when the server writes none.
    public var gtid: UnsafeRawBufferPointer?
    /// Name of the binlog file.
    public var file: UnsafeRawBufferPointer
    /// Where the rows event begins in that file, in bytes.
    public var position: UInt64
    /// When the transaction was committed, in microseconds since 1970 (to the second where the server says no more).
    public var commitMicroseconds: Int64
    /// The connection that ran the transaction, where known.
    public var thread: UInt32?
    /// When we processed the event, in microseconds since 1970.
    public var processingMicroseconds: Int64
    /// Whether the rows come from a snapshot.
    public var snapshot: SnapshotMarker
    /// The transaction's XID, where the format waits for the transaction's end to learn it.
    public var xid: UInt64?
    /// The statement that made the rows (ROWS_QUERY or ANNOTATE_ROWS event), where it was asked for and the server logs
    /// it; UTF-8.
    public var query: UnsafeRawBufferPointer?

    public init(
        serverID: UInt32, gtid: UnsafeRawBufferPointer?, file: UnsafeRawBufferPointer, position: UInt64,
        commitMicroseconds: Int64, thread: UInt32? = nil, processingMicroseconds: Int64,
        snapshot: SnapshotMarker = .none, xid: UInt64? = nil, query: UnsafeRawBufferPointer? = nil
    ) {
        self.serverID = serverID
        self.gtid = gtid
        self.file = file
        self.position = position
        self.commitMicroseconds = commitMicroseconds
        self.thread = thread
        self.processingMicroseconds = processingMicroseconds
        self.snapshot = snapshot
        self.xid = xid
        self.query = query
    }
}

/// The `snapshot` field of a change event: text in Debezium, not a boolean.
public enum SnapshotMarker: Sendable, CaseIterable {
    /// A change read from the binlog.
    case none
    case ongoing
    case first
    case firstInDataCollection
    case lastInDataCollection
    case last
    case incremental
}
