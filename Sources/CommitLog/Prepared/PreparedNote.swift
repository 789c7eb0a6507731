import Bytes

/// What a frame says of prepared transactions, for looking at a log.
public enum PreparedNote: Sendable, Equatable {
    /// A part of its events.
    case part(xid: [UInt8], part: UInt32, bytes: Int)
    case prepared(xid: [UInt8])
    case resolved(xid: [UInt8])
    /// All of the source.
    case forgotten
}

extension FrameContent {
    /// Empty for most frames; bytes that make no sense end the list.
    public var preparedNotes: [PreparedNote] {
        if header.kind == FrameKind.prepared.rawValue {
            guard let body = try? PreparedBody(checkpoint) else { return [] }
            return [.part(xid: Array(body.xid), part: body.part, bytes: body.payload.count)]
        }
        var notes: [PreparedNote] = []
        var cursor = ByteCursor(changes)
        while !cursor.isAtEnd, let change = try? PreparedChange(&cursor) {
            switch change {
            case .prepared(let xid, _): notes.append(.prepared(xid: xid))
            case .resolved(let xid): notes.append(.resolved(xid: xid))
            case .forgotten: notes.append(.forgotten)
            }
        }
        return notes
    }
}
