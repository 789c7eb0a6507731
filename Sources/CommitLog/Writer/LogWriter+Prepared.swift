extension LogWriter {
    /// Repeats all prepared transactions behind the STATE of a new segment, part by part: so a segment needs none
    /// before it, whatever becomes of those, and STATE stays small. They cost what they hold at each new segment, at
    /// most `preparedBytesMax`, and the segment may be longer by twice that.
    /// - Returns: the copies' places, which count when the segment is readable.
    func copyPrepared() throws(CommitLogError) -> [(transaction: PreparedTransaction, isOpen: Bool)] {
        let (all, segments) = (shared.state.withLock { $0.prepared.forNextSegment }, shared.segments.withLock { $0 })
        guard !all.isEmpty else { return [] }
        let reader = PreparedReader(segments: segments, uuid: shared.uuid)
        let start = position
        var copies: [(transaction: PreparedTransaction, isOpen: Bool)] = []
        var frames: UInt64 = 0
        for (transaction, isOpen) in all {
            var copy = PreparedTransaction(source: transaction.source, xid: transaction.xid)
            for (number, part) in transaction.parts.enumerated() {
                control.reset()
                control.kind = .prepared
                control.source = transaction.source
                PreparedBody.writeHead(
                    isOpen: isOpen,
                    part: UInt32(number),
                    parts: isOpen ? UInt32(transaction.parts.count) : 0,
                    xid: transaction.xid,
                    into: &control.checkpoint
                )
                control.checkpoint.append(try reader.payload(of: part))
                let places = try writeFrames([control])
                for place in places { copy.parts.append(.init(framePosition: place, byteCount: part.byteCount)) }
                frames += 1
            }
            copies.append((copy, isOpen))
        }
        control.reset()
        let bytes = position - start
        shared.statistics.withLock { statistics in
            statistics.bytesAppended += bytes
            statistics.frames += frames
        }
        return copies
    }
}
