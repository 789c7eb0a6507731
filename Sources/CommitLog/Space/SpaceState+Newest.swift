import Bytes

extension SpaceState {
    /// What the newest of some segments says of all: for those who look at a log without recovering it. Damage is left
    /// for them to find.
    init(newestOf segments: [Segment]) {
        self.init()
        guard let newest = segments.last, let header = try? newest.readHeader() else { return }
        let reader = FrameReader(newest, seal: FrameSeal(log: header.uuid))
        var position = newest.start + UInt64(SegmentHeader.size)
        while case .frame(let frame)? = try? reader.read(at: position),
            let content = try? FrameContent(frame, bytes: reader.bytes)
        {
            position += UInt64(frame.frameLength)
            var cursor = ByteCursor(content.checkpoint)
            switch FrameKind(rawValue: frame.kind) {
            case .state:
                if let state = try? LogState(stateBody: &cursor) { self = state.space }
            case .space:
                if let body = try? SpaceBody(&cursor) { for range in body.deleted { delete(range) } }
            default: break
            }
        }
    }
}
