import Bytes

/// Follows chains through the frames that a reader passes, whatever is missing between them.
struct ChainTrace {
    private(set) var open: OpenChain?
    /// The chain that the last frame has ended.
    private(set) var ended: OpenChain?

    mutating func take(_ content: FrameContent) {
        ended = nil
        let kind = FrameKind(rawValue: content.header.kind)
        if kind == .state {
            var body = ByteCursor(content.checkpoint)
            if let state = try? LogState(stateBody: &body) { open = state.chain }
        }
        guard let kind, let id = content.chain else { return }
        if open?.id != id { open = OpenChain(id: id, source: content.header.source, position: 0) }
        for entry in content.entries { open?.hold(entry, framePosition: 0) }
        if kind == .chainEnd { ended = open }
        if kind == .chainEnd || kind == .chainAbort { open = nil }
    }
}
