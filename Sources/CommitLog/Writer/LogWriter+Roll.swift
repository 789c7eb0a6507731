import Bytes

extension LogWriter {
    /// Seals the segment and goes on in a new one, which begins with STATE.
    func roll() throws(CommitLogError) {
        // The old segment is durable before a byte of the next one exists: recovery relies on it.
        try sync()
        let spareFilledEnd = filler?.takeSpare()
        let old = segment
        let used = old.offset(of: position)
        let copies: [(transaction: PreparedTransaction, isOpen: Bool)]
        (segment, copies) = try createSegment(hasSpare: spareFilledEnd != nil)
        do throws(FileSystemError) {
            try old.file.truncate(to: used)
        } catch {
            throw error.asLogError(position: position)
        }
        let end = segment.offset(of: position)
        filler?.begin(path: segment.path, filledEnd: max(end, spareFilledEnd ?? 0))
        old.releaseFile()
        sealIndex(of: old, before: segment)
        if !copies.isEmpty { shared.state.withLock { $0.prepared.move(copies) } }
        shared.statistics.withLock { $0.endPosition = position }
    }

    /// Makes the file of the segment that starts at `position`: header, STATE and prepared transactions are durable
    /// before it gets its name, so that a segment with half a head is never seen.
    func createSegment(
        hasSpare: Bool
    ) throws(CommitLogError) -> (Segment, copies: [(transaction: PreparedTransaction, isOpen: Bool)]) {
        let fileSystem = shared.environment.fileSystem
        let path = shared.logDirectory + "/" + Segment.name(start: position)
        do throws(FileSystemError) {
            let file = try fileSystem.open(shared.sparePath, create: !hasSpare)
            let new = Segment(start: position, path: path, files: shared.files)
            new.hold(file)
            new.summary.withLock { $0.firstSequence = sequence + 1 }
            var header = ByteWriter(capacity: SegmentHeader.size)
            SegmentHeader(
                uuid: shared.uuid,
                start: position,
                firstSequence: sequence + 1,
                logEpoch: logEpoch,
                created: shared.environment.now()
            ).write(into: &header)
            try file.writeAll([header.bytes], at: 0)
            segment = new
            segmentEntries = 0
            position += UInt64(SegmentHeader.size)
        } catch {
            throw error.asLogError(position: position)
        }
        try writeState()
        let stateEnd = position
        let copies = try copyPrepared()
        preparedBytesInHead = Int(position - stateEnd)
        try sync()
        do throws(FileSystemError) {
            try fileSystem.rename(shared.sparePath, to: path)
            try fileSystem.syncDirectory(shared.logDirectory)
        } catch {
            throw error.asLogError(position: position)
        }
        segmentHeadEnd = segment.offset(of: position)
        return (segment, copies)
    }

    /// Writes everything that is needed to read the log from here on.
    func writeState() throws(CommitLogError) {
        control.reset()
        control.kind = .state
        shared.state.withLock { $0.write(into: &control.checkpoint) }
        guard control.frameLength <= FrameHeader.frameLengthMax else {
            throw CommitLogError(
                .ioFailure,
                "the log's state takes \(control.frameLength) bytes, more than a frame holds",
                remedy: "delete unused consumer groups",
                position: position
            )
        }
        let bytes = UInt64(control.frameLength)
        _ = try writeFrames([control])
        control.reset()
        shared.statistics.withLock { statistics in
            statistics.bytesAppended += bytes
            statistics.frames += 1
        }
    }
}
