extension GTIDSet {
    /// Reads a set as the server prints it: `uuid:1-5:7:tag:1-3,uuid:…`, with white space and line breaks anywhere
    /// between its parts.
    ///
    /// Throws `BinlogError.malformedPosition` naming the part that does not fit.
    public init(_ text: String) throws(BinlogError) {
        self.init()
        for part in text.utf8.split(separator: 0x2C, omittingEmptySubsequences: true) {
            let pieces = part.split(separator: 0x3A, omittingEmptySubsequences: false).map(Self.trimmed)
            guard let first = pieces.first, !(pieces.count == 1 && first.isEmpty) else { continue }
            guard pieces.count >= 2, let uuid = ServerUUID(first) else { throw Self.unreadable(first) }
            var tag = GTIDTag.none
            var intervals = 0
            for piece in pieces.dropFirst() {
                if let interval = Self.interval(piece) {
                    add(interval, uuid: uuid, tag: tag)
                    intervals += 1
                } else if let next = GTIDTag(piece.utf8), !next.isEmpty {
                    tag = next
                    intervals = 0
                } else {
                    throw Self.unreadable(piece)
                }
            }
            guard intervals > 0 else { throw Self.unreadable(first) }
        }
    }

    private static func unreadable(_ piece: String) -> BinlogError {
        .malformedPosition("'\(piece)' is no part of a GTID set")
    }

    private static func trimmed(_ bytes: some Sequence<UInt8>) -> String {
        String(decoding: bytes.filter { $0 > 0x20 }, as: UTF8.self)
    }

    private static func interval(_ text: String) -> ClosedRange<UInt64>? {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false)
        let valid: ClosedRange<UInt64> = 1...(UInt64(Int64.max) - 1)
        guard let first = ends.first.flatMap({ UInt64($0) }), valid.contains(first), ends.count <= 2 else { return nil }
        guard ends.count == 2 else { return first...first }
        guard let last = UInt64(ends[1]), valid.contains(last), last >= first else { return nil }
        return first...last
    }
}

extension GTIDSet: CustomStringConvertible {
    /// The set as the server prints it, on one line (the server breaks the line after each comma).
    public var description: String {
        var text = ""
        var last: ServerUUID?
        for source in sources {
            if source.uuid != last {
                if last != nil { text += "," }
                text += source.uuid.description
                last = source.uuid
            }
            if !source.tag.isEmpty { text += ":\(source.tag)" }
            for interval in source.intervals {
                text += ":\(interval.lowerBound)"
                if interval.count > 1 { text += "-\(interval.upperBound)" }
            }
        }
        return text
    }
}
