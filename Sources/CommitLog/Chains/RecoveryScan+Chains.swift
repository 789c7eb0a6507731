import Threads

extension RecoveryScan {
    /// Takes over a frame of a chain: its records count from its END on.
    mutating func takeChain(
        _ header: FrameHeader,
        _ kind: FrameKind,
        _ content: FrameContent,
        _ segment: Segment
    ) throws(CommitLogError) {
        if kind == .chainBegin {
            if let open = log.state.chain {
                throw corruption(at: log.endPosition, in: segment, "a chain begins inside of chain \(open.id)")
            }
            guard log.state.source(header.source) != nil, header.chain == header.sequence else {
                throw corruption(at: log.endPosition, in: segment, "a chain begins without a source or a name")
            }
            log.state.chain = OpenChain(
                id: header.chain,
                source: header.source,
                position: log.endPosition
            )
        }
        guard let open = log.state.chain, open.id == header.chain, open.source == header.source else {
            let why = "the \(kind) frame belongs to chain \(header.chain), which is not open here"
            throw corruption(at: log.endPosition, in: segment, why)
        }
        for entry in content.entries { try hold(entry, segment) }
        guard kind == .chainEnd || kind == .chainAbort else { return }
        let ended = log.state.chain
        log.state.chain = nil
        guard kind == .chainEnd, let ended else { return }
        for (id, part) in ended.partitions { log.state.partition(id)?.index.withLock { publish(part, segment, &$0) } }
    }

    private func publish(_ part: OpenChain.Part, _ segment: Segment, _ index: inout PartitionIndex) {
        let known = index.highWatermark
        index.publish(part)
        guard extent == .whole else { return }
        // The chain's begin went with older segments: what is left of it can be read.
        if index.entriesStart > known { index.logStartOffset = index.entriesStart }
        // As the writer does: only the last segment's batches are kept in memory.
        index.removeEntries(before: segment.start)
    }

    /// Partitions that begin with a later offset than the STATE of the oldest segment says: it stands inside of a chain
    /// that has ended.
    func starts(inChainOf state: LogState, _ oldest: Segment) throws(CommitLogError) -> [PartitionID: Int64] {
        guard let chain = state.chain, log.state.chain?.id != chain.id else { return [:] }
        let outcomes = ChainOutcomes(uuid: log.uuid, segments: ConditionLock(log.segments))
        guard try outcomes.hasEnded(chain.id, openAt: oldest.start) else { return [:] }
        return chain.partitions.mapValues(\.next)
    }

    private mutating func hold(_ entry: FrameEntry, _ segment: Segment) throws(CommitLogError) {
        guard let partition = log.state.partition(entry.partition) else {
            let why = "it has records of partition \(entry.partition), which does not exist"
            throw corruption(at: log.endPosition, in: segment, why)
        }
        let (highWatermark, isDeleted) = partition.index.withLock { ($0.highWatermark, $0.isDeleted) }
        let next = log.state.chain?.partitions[entry.partition]?.next ?? highWatermark
        guard entry.baseOffset == next || isDeleted else {
            let why = "partition \(entry.partition) goes on at offset \(entry.baseOffset) instead of \(next)"
            throw corruption(at: log.endPosition, in: segment, why)
        }
        log.state.chain?.hold(entry, framePosition: log.endPosition)
    }

    /// The open chain of a later STATE must be the one of the frames before it.
    func checkChain(_ state: LogState, _ segment: Segment) throws(CommitLogError) {
        switch (log.state.chain, state.chain) {
        case (nil, nil): return
        case (let ours?, let theirs?) where ours.agrees(with: theirs): return
        default:
            let why = "STATE has another open chain than the frames before it"
            throw corruption(at: log.endPosition, in: segment, why)
        }
    }
}
