import Bytes

/// The parts of a frame whose checksum was right.
public struct FrameContent {
    public let header: FrameHeader
    /// The source's checkpoint, or the body of a kind without records.
    public let checkpoint: UnsafeRawBufferPointer
    /// What the frame does to prepared transactions (see `PreparedChange`).
    let changes: UnsafeRawBufferPointer
    public let entries: [FrameEntry]
    /// The whole frame.
    public let bytes: UnsafeRawBufferPointer

    /// - Throws: `malformed` if lengths inside the frame contradict each other.
    public init(_ header: FrameHeader, bytes: UnsafeRawBufferPointer) throws(BytesError) {
        self.header = header
        self.bytes = bytes
        var cursor = ByteCursor(bytes)
        try cursor.skip(FrameHeader.size)
        let area = try cursor.bytes(Int(header.checkpointLength))
        let hasChanges = header.flags.contains(.changesPrepared)
        (checkpoint, changes) = hasChanges ? try PreparedChange.split(area) : (area, Self.none)
        try cursor.skip(header.entriesStart - cursor.offset)
        guard Int(header.entryCount) <= cursor.remaining / FrameEntry.size else {
            throw .malformed("an entry table longer than its frame", at: cursor.offset)
        }
        var entries: [FrameEntry] = []
        entries.reserveCapacity(Int(header.entryCount))
        for _ in 0..<header.entryCount {
            let at = cursor.offset
            let entry = try FrameEntry(&cursor)
            let (last, overflow) = entry.baseOffset.addingReportingOverflow(Int64(entry.recordCount) - 1)
            guard Int(entry.positionInFrame) >= header.batchesStart,
                Int(entry.positionInFrame) + Int(entry.byteLength) <= bytes.count,
                Int(entry.byteLength) >= BatchHeader.size, entry.recordCount > 0, entry.baseOffset >= 0,
                !overflow, entry.lastOffset == last, last < .max
            else { throw .malformed("an entry that contradicts itself", at: at) }
            entries.append(entry)
        }
        self.entries = entries
    }

    private static var none: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: nil, count: 0) }

    /// The source's checkpoint of a frame that has one.
    public var sourceCheckpoint: UnsafeRawBufferPointer? {
        switch bodyKind {
        case .data, .checkpoint: return checkpoint.isEmpty ? nil : checkpoint
        case .schema:
            var cursor = ByteCursor(checkpoint)
            return (try? SchemaBody(&cursor))?.checkpoint
        default: return nil
        }
    }

    /// The frame's kind without regard to chains: how its checkpoint is to be read.
    var bodyKind: FrameKind? {
        let kind = FrameKind(rawValue: header.kind)
        return kind == .chainEnd ? (header.flags.contains(.definitions) ? .schema : .data) : kind
    }

    /// The chain that the frame is of.
    public var chain: UInt64? { header.chain == 0 ? nil : header.chain }

    /// The batch of an entry.
    public func batch(_ entry: FrameEntry) -> UnsafeRawBufferPointer {
        let start = Int(entry.positionInFrame)
        return UnsafeRawBufferPointer(rebasing: bytes[start..<start + Int(entry.byteLength)])
    }
}
