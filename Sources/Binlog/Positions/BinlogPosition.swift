/// A place in a source's binlog: a file and the offset of the next event in it.
public struct BinlogPosition: Sendable, Equatable, Hashable {
    /// For example "binlog.000012".
    public var file: String
    /// Bytes from the file's begin. The events' own positions are modulo 2³²; this is not.
    public var position: UInt64

    public init(file: String, position: UInt64) {
        self.file = file
        self.position = position
    }
}

extension BinlogPosition {
    /// Moves over an event, which was read at this position.
    ///
    /// Throws `BinlogError.positionMismatch` when the event's header names another end (modulo 2³²): then events are
    /// missing or come twice. The position stays as it was.
    @inlinable
    public mutating func advance(over header: EventHeader) throws(BinlogError) {
        guard header.isInFile else { return }
        let (end, overflow) = position.addingReportingOverflow(UInt64(header.eventLength))
        guard !overflow, header.nextPosition == 0 || UInt32(truncatingIfNeeded: end) == header.nextPosition else {
            throw .positionMismatch(header.type, computed: end, endPosition: header.nextPosition)
        }
        position = end
    }

    /// The nearest place after this one whose offset modulo 2³² is `low`: where a source stands that has passed over
    /// events without sending them (filtered GTIDs, holes).
    @inlinable
    public mutating func skip(toLowPosition low: UInt32) {
        position &+= UInt64(low &- UInt32(truncatingIfNeeded: position))
    }
}

extension BinlogPosition: CustomStringConvertible {
    public var description: String { "\(file):\(position)" }
}
