import Bytes

extension RecoveryScan {
    /// Reads the newest segment. Older ones are trusted: damage in them is found when they are read, by the checksums of
    /// their indexes and batches, by the scrub, or by `leat log check`.
    mutating func scanNewest() throws(CommitLogError) {
        guard let newest = log.segments.last else { return }
        let header = try readHeader(newest)
        begin(with: header)
        try scan(newest, header: header, isFirst: true)
        dropLeftovers(log.state.space)
        try judgeSealed()
        if let oldest = log.segments.first, oldest.start > log.state.space.firstPosition { try beginAtOldest(oldest) }
    }

    /// Every sealed segment must reach to the next one.
    private mutating func judgeSealed() throws(CommitLogError) {
        for (segment, next) in zip(log.segments, log.segments.dropFirst()) {
            let length: Int
            do throws(FileSystemError) {
                // Not through the cache, which would keep what nobody needs soon.
                length = try environment.fileSystem.open(segment.path, create: false).length()
            } catch {
                throw error.asLogError(position: segment.start)
            }
            let end = log.state.space.end(of: segment.start, before: next.start)
            let expected = segment.offset(of: end)
            guard length >= expected else {
                throw corruption(
                    at: segment.start + UInt64(length),
                    in: segment,
                    "the sealed segment ends here, but \(end == next.start ? "the next one" : "the one deleted after it") "
                        + "begins at \(end)"
                )
            }
            if length > expected && next === log.segments.last { log.uncutLength = expected }
            segment.seal(end: end)
        }
    }

    /// What lies before the oldest segment is gone: partitions begin with it at the earliest.
    private mutating func beginAtOldest(_ oldest: Segment) throws(CommitLogError) {
        let header = try readHeader(oldest)
        guard header.uuid == log.uuid else {
            throw corruption(at: oldest.start, in: oldest, "it belongs to log \(header.uuid), not \(log.uuid)")
        }
        log.isOldestMissing = true
        let reader = FrameReader(oldest, seal: FrameSeal(log: log.uuid))
        let position = oldest.start + UInt64(SegmentHeader.size)
        let reading: FrameReading
        do throws(FileSystemError) { reading = try reader.read(at: position) } catch {
            throw error.asLogError(position: position)
        }
        guard case .frame(let frame) = reading, frame.kind == FrameKind.state.rawValue,
            let content = try? FrameContent(frame, bytes: reader.bytes)
        else { throw corruption(at: position, in: oldest, "the segment's STATE frame is damaged") }
        let state = try readState(content, oldest, at: position)
        let startsInChain = try starts(inChainOf: state, oldest)
        for (ours, theirs) in zip(log.state.partitions, state.partitions) {
            let start = startsInChain[theirs.id] ?? theirs.index.withLock { $0.highWatermark }
            ours.index.withLock { index in
                index.relocatedRanges.removeAll { $0.segment < oldest.start }
                // What was copied out of the missing segments in time is still there.
                if !index.relocatedRanges.cover(index.logStartOffset..<start) { index.moveStart(to: start) }
            }
        }
        log.state.space.delete(0..<oldest.start)
    }
}
