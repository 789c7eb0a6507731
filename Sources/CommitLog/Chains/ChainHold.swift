/// Which partitions belong to a chain whose end has not been given yet: its source has them for itself, so that its
/// records stand one after the other and can be taken back as if they had never been.
struct ChainHold {
    let source: SourceID
    private(set) var partitions: Set<PartitionID> = []

    init(source: SourceID) { self.source = source }

    /// What a frame may do while the chain is open.
    enum Verdict: Equatable {
        case free
        /// Not before the chain has ended.
        case mustWait
        case isOutOfOrder(String)
    }

    static func judge(_ frame: FrameStorage, _ chain: ChainHold?) -> Verdict {
        if frame.kind == .chainEnd, chain?.source != frame.source {
            return .isOutOfOrder("the end of a chain that its source has not begun")
        }
        guard let chain else { return .free }
        switch frame.kind {
        case .chainBegin: return chain.source == frame.source ? .free : .mustWait
        case .data, .checkpoint, .schema:
            if chain.source == frame.source { return .isOutOfOrder("a whole frame inside of its source's open chain") }
            return frame.entries.contains { chain.partitions.contains($0.partition) } ? .mustWait : .free
        case .produced: return frame.entries.contains { chain.partitions.contains($0.partition) } ? .mustWait : .free
        default: return .free
        }
    }

    /// Takes note of a frame that goes to the writer.
    static func note(_ frame: FrameStorage, _ chain: inout ChainHold?) {
        switch frame.kind {
        case .chainBegin:
            // A sender does not know whether it is the first part.
            if chain == nil { chain = ChainHold(source: frame.source) } else { frame.kind = .chainContinue }
            for entry in frame.entries { chain?.partitions.insert(entry.partition) }
        case .chainEnd: chain = nil
        default: break
        }
    }
}
