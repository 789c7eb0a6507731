import Bytes

/// MySQL: the next transaction, its identity, its commit time and its size.
///
///     0  flags u8            1  uuid, 16 bytes       17 gno u64
///     25 clock type u8 = 2   26 last committed i64   34 sequence number i64
///     42 immediate commit time, 7 bytes, µs; its top bit says that the original commit time (7 bytes) follows
///     …  transaction length, length-encoded
///     …  immediate server version u32; its top bit says that the original server version (u32) follows
///     …  commit group ticket u64 (8.1 and later, not always)
///
/// Source: MySQL `Gtid_event` (libs/mysql/binlog/event/control_events.h). GTID_TAGGED_LOG_EVENT has the form of
/// `TaggedGTIDFields`.
public struct GTIDEvent: Sendable, Equatable {
    /// Bit 0: part of the transaction may be logged as statements.
    public var flags: UInt8 = 0
    /// Nil for an anonymous transaction (gtid_mode=OFF).
    public var gtid: GTID?
    public var lastCommitted: Int64 = 0
    public var sequenceNumber: Int64 = 0
    /// Commit on the server that wrote this binlog, µs since 1970; 0 before MySQL 8.0.
    public var immediateCommitMicroseconds: UInt64 = 0
    /// Commit on the server where the transaction began its way, µs since 1970; 0 before MySQL 8.0 or when unknown.
    public var originalCommitMicroseconds: UInt64 = 0
    /// Bytes of the whole transaction in the binlog, with this event; 0 before MySQL 8.0.
    public var transactionLength: UInt64 = 0
    /// Version of the server that wrote this binlog (90700 for 9.7.0); 0 when unknown.
    public var immediateServerVersion: UInt32 = 0
    public var originalServerVersion: UInt32 = 0
    /// Group replication: transactions with the same ticket commit together; 0 for none.
    public var commitGroupTicket: UInt64 = 0

    @usableFromInline init() {}

    /// Reads a GTID, ANONYMOUS_GTID or GTID_TAGGED event.
    @inlinable
    public init(_ frame: EventFrame) throws(BinlogError) {
        var cursor = ByteCursor(frame.body)
        do throws(BytesError) {
            if frame.header.type == .gtidTagged {
                self = try TaggedGTIDFields.read(&cursor)
            } else {
                self = try Self.readUntagged(&cursor, isAnonymous: frame.header.type == .anonymousGTID)
            }
        } catch { throw frame.malformed(error) }
    }

    @usableFromInline
    static func readUntagged(
        _ cursor: inout ByteCursor,
        isAnonymous: Bool
    ) throws(BytesError) -> GTIDEvent {
        var event = GTIDEvent()
        event.flags = try cursor.u8()
        let uuid = ServerUUID(high: try cursor.u64be(), low: try cursor.u64be())
        let number = try cursor.u64le()
        if !isAnonymous { event.gtid = try GTID.checked(uuid: uuid, tag: .none, number: number, at: 17) }
        guard cursor.remaining >= 17, try cursor.u8() == 2 else { return event }
        event.lastCommitted = try cursor.i64le()
        event.sequenceNumber = try cursor.i64le()
        guard cursor.remaining >= 7 else { return event }
        let immediate = try cursor.uintLE(width: 7)
        event.immediateCommitMicroseconds = immediate & ~(1 << 55)
        event.originalCommitMicroseconds =
            immediate >> 55 & 1 != 0 ? try cursor.uintLE(width: 7) : event.immediateCommitMicroseconds
        guard !cursor.isAtEnd else { return event }
        event.transactionLength = try cursor.lengthEncodedInteger()
        guard cursor.remaining >= 4 else { return event }
        let version = try cursor.u32le()
        event.immediateServerVersion = version & ~(1 << 31)
        event.originalServerVersion = version >> 31 != 0 ? try cursor.u32le() : event.immediateServerVersion
        if cursor.remaining >= 8 { event.commitGroupTicket = try cursor.u64le() }
        return event
    }
}
