/// The chain whose frames are being written, some maybe not yet durable: where an ABORT takes offsets back to.
struct WrittenChain {
    let id: UInt64
    let source: SourceID
    /// Next offsets before the chain.
    var begins: [PartitionID: Int64] = [:]

    init(id: UInt64, source: SourceID) {
        self.id = id
        self.source = source
    }

    init(_ chain: OpenChain) {
        self.init(id: chain.id, source: chain.source)
        begins = chain.partitions.mapValues(\.begin)
    }
}

extension LogWriter {
    /// Takes note of the next frame's part in a chain, before its offsets are given; its sequence has been.
    func beginChainFrame(_ frame: FrameStorage) {
        frame.chain = 0
        guard frame.kind.isOfChain else { return }
        if frame.kind == .chainBegin { chain = WrittenChain(id: sequence, source: frame.source) }
        guard let id = chain?.id else { preconditionFailure("the queue lets no frame of a chain by without its begin") }
        frame.chain = id
        for entry in frame.entries where chain?.begins[entry.partition] == nil {
            chain?.begins[entry.partition] = assigned[Int(entry.partition)].nextOffset
        }
        guard frame.kind == .chainAbort else { return }
        frame.offsetsBeforeAbort.removeAll()
        for (partition, begin) in chain?.begins ?? [:] {
            frame.offsetsBeforeAbort.append((partition, assigned[Int(partition)].nextOffset))
            assigned[Int(partition)].nextOffset = begin
        }
    }

    /// The frame could not be written: the chain is open as before.
    func takeBackAbort(_ frame: FrameStorage) {
        for (partition, next) in frame.offsetsBeforeAbort { assigned[Int(partition)].nextOffset = next }
    }

    /// After the frame's offsets have been given.
    func endChainFrame(_ frame: FrameStorage) {
        if frame.kind == .chainEnd || frame.kind == .chainAbort { chain = nil }
    }

    /// Takes a durable frame of a chain over: what it holds becomes visible only with the END.
    func publishChain(_ frame: FrameStorage, position: UInt64) {
        let ended = shared.state.withLock { state -> OpenChain? in
            if frame.kind == .chainBegin {
                state.chain = OpenChain(id: frame.chain, source: frame.source, position: position)
            }
            for entry in frame.entries { state.chain?.hold(entry, framePosition: position) }
            guard frame.kind == .chainEnd || frame.kind == .chainAbort else { return nil }
            defer { state.chain = nil }
            return frame.kind == .chainEnd ? state.chain : nil
        }
        defer { if frame.kind == .chainEnd || frame.kind == .chainAbort { sealWaitingIndexes() } }
        guard let ended else { return }
        for (partition, part) in ended.partitions {
            let isWatched = assigned[Int(partition)].partition.index.withLock { index in
                index.publish(part)
                return index.takeWatch()
            }
            if isWatched { moved.append(partition) }
        }
        frame.recordCount = ended.recordCount
    }

    /// The chain will never end: its source is gone, and sends everything again.
    func abortOpenChain() throws(CommitLogError) {
        guard let open = chain else { return }
        control.reset()
        control.kind = .chainAbort
        control.source = open.source
        _ = try writeFrames([control])
        publishChain(control, position: position)
        control.reset()
        shared.statistics.withLock { statistics in
            statistics.bytesAppended += UInt64(FrameHeader.size)
            statistics.frames += 1
        }
    }
}
