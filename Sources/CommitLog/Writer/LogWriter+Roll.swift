import Bytes

extension LogWriter {
    /// Where the bytes of a new segment come from.
    enum SegmentStock {
        /// A new file.
        case new
        /// The file that the filler has prepared.
        case spare
        /// What was set aside for a full disk.
        case reserve
    }

    /// Seals the segment and goes on in a new one, which begins with STATE.
    /// - Throws: a shortage when there is no space for it: then the old segment is still the one being written.
    func roll(intoReserve: Bool = false) throws(CommitLogError) {
        if hasUncutTail { try cutTail() }
        // The old segment is durable before a byte of the next one exists: recovery relies on it.
        try sync()
        let spareFilledEnd = filler?.takeSpare()
        let old = segment
        let used = old.offset(of: position)
        let copies: [(transaction: PreparedTransaction, isOpen: Bool)]
        let place = (position, sequence, durableSequence, preparedBytesInHead, segmentEntries)
        let stock: SegmentStock = intoReserve ? .reserve : spareFilledEnd != nil ? .spare : .new
        do throws(CommitLogError) {
            (segment, copies) = try createSegment(from: stock)
        } catch {
            segment = old
            (position, sequence, durableSequence, preparedBytesInHead, segmentEntries) = place
            hasUncutTail = false
            if error.isShortage { discard(stock) }
            throw error
        }
        do throws(FileSystemError) {
            try old.file.truncate(to: used)
        } catch {
            // It only gives space back.
            guard error.isShortage else { throw error.asLogError(position: position) }
        }
        let end = segment.offset(of: position)
        if intoReserve {
            reserve.used()
            showReserve()
        }
        if !isDiskFull {
            filler?.begin(path: segment.path, filledEnd: max(end, spareFilledEnd ?? 0))
            _ = provideReserve()
        }
        old.releaseFile()
        sealIndex(of: old, before: segment)
        if !copies.isEmpty { shared.state.withLock { $0.prepared.move(copies) } }
        shared.statistics.withLock { $0.endPosition = position }
    }

    /// Makes the file of the segment that starts at `position`: header, STATE and prepared transactions are durable
    /// before it gets its name, so that a segment with half a head is never seen.
    func createSegment(
        from stock: SegmentStock
    ) throws(CommitLogError) -> (Segment, copies: [(transaction: PreparedTransaction, isOpen: Bool)]) {
        let fileSystem = shared.environment.fileSystem
        let path = shared.logDirectory + "/" + Segment.name(start: position)
        let stockPath = stock == .reserve ? shared.reservePath : shared.sparePath
        do throws(FileSystemError) {
            let file = try fileSystem.open(stockPath, create: stock == .new)
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
            throw error.isShortage ? error.asShortage(position: position) : error.asLogError(position: position)
        }
        try writeState()
        let stateEnd = position
        let copies = try copyPrepared()
        preparedBytesInHead = Int(position - stateEnd)
        try sync()
        do throws(FileSystemError) {
            try fileSystem.rename(stockPath, to: path)
        } catch {
            throw error.isShortage ? error.asShortage(position: position) : error.asLogError(position: position)
        }
        do throws(FileSystemError) {
            try fileSystem.syncDirectory(shared.logDirectory)
        } catch {
            throw error.asLogError(position: position)
        }
        segmentHeadEnd = segment.offset(of: position)
        return (segment, copies)
    }

    /// Gives back the space of a segment that did not come about.
    private func discard(_ stock: SegmentStock) {
        // A file that stays is emptied when the next segment is made.
        if stock == .reserve { reserve.discard() } else { try? shared.environment.fileSystem.remove(shared.sparePath) }
    }

    /// Writes everything that is needed to read the log from here on.
    func writeState() throws(CommitLogError) {
        control.reset()
        control.kind = .state
        shared.state.withLock { state in
            if !state.producers.isEmpty {
                state.producers.removeExpired(before: appendTime() - shared.configuration.producerExpiryMicroseconds)
            }
            state.write(into: &control.checkpoint)
        }
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
