import Bytes

extension LogWriter {
    /// Lays out the frames one after the other and writes them at the end of the log, without fdatasync.
    /// - Returns: the position of each.
    /// - Throws: a shortage (`isShortage`) after having taken everything back, or what the log cannot go on after.
    func writeFrames(_ frames: ArraySlice<FrameStorage>, flags: FrameFlags = []) throws(CommitLogError) -> [UInt64] {
        if hasUncutTail { try cutTail() }
        var parts: [UnsafeRawBufferPointer] = []
        var positions: [UInt64] = []
        var prefixEnds: [Int] = []
        parts.reserveCapacity(frames.count * 2)
        positions.reserveCapacity(frames.count)
        prefixEnds.reserveCapacity(frames.count)
        prefixes.removeAll(keepingCapacityUpTo: 1 << 22)
        // The buffer may move while it grows, so it is made large enough first.
        prefixes.reserve(frames.reduce(0) { $0 + $1.frameLength - $1.batches.count })
        let start = position
        let chainBefore = chain
        let now = appendTime()
        let entryCount = frames.reduce(0) { $0 + $1.entries.count }
        var end = start
        for frame in frames {
            positions.append(end)
            end += UInt64(frame.frameLength)
            writePrefix(of: frame, at: positions[positions.count - 1], now: now, flags: flags.union(frame.flags))
            prefixEnds.append(prefixes.count)
        }
        var prefixStart = 0
        for (frame, prefixEnd) in zip(frames, prefixEnds) {
            parts.append(UnsafeRawBufferPointer(rebasing: prefixes.bytes[prefixStart..<prefixEnd]))
            if frame.batches.count > 0 { parts.append(frame.batches.bytes) }
            prefixStart = prefixEnd
        }
        let offset = segment.offset(of: start)
        filler?.claim(offset..<offset + Int(end - start))
        do throws(FileSystemError) {
            try segment.file.writeAll(parts, at: offset)
        } catch {
            guard error.isShortage else { throw error.at(segment.path).asLogError(position: start) }
            takeBack(frames)
            chain = chainBefore
            hasUncutTail = true
            throw error.asShortage(position: start)
        }
        position = end
        segmentEntries += entryCount
        if entryCount > 0 { segment.summary.withLock { $0.note(appendTime: now) } }
        return positions
    }

    /// Gives sequence numbers and offsets back.
    private func takeBack(_ frames: ArraySlice<FrameStorage>) {
        sequence -= UInt64(frames.count)
        // From the last on: an ABORT has taken back what was given before it.
        for frame in frames.reversed() {
            if frame.kind == .chainAbort { takeBackAbort(frame) }
            let batchesStart = UInt32(frame.frameLength - frame.batches.count)
            for index in frame.entries.indices {
                frame.entries[index].positionInFrame -= batchesStart
                // Copies were given none.
                if frame.kind == .relocated { continue }
                assigned[Int(frame.entries[index].partition)].nextOffset -= Int64(frame.entries[index].recordCount)
            }
        }
    }

    /// Now, but not before an earlier frame, as long as the clock is only corrected. One that was set back by more is
    /// believed: to stay in the future until it comes true would keep everything until then.
    func appendTime() -> Int64 {
        let now = shared.environment.now()
        let isCorrection = lastAppendTime < now + RetentionClock.toleranceMicroseconds
        lastAppendTime = isCorrection ? max(lastAppendTime, now) : now
        return lastAppendTime
    }

    private func writePrefix(of frame: FrameStorage, at position: UInt64, now: Int64, flags: FrameFlags) {
        let start = prefixes.count
        let length = frame.frameLength
        sequence += 1
        beginChainFrame(frame)
        FrameHeader(
            frameLength: UInt32(length),
            kind: frame.kind,
            flags: isRelaxed ? flags.union(.relaxed) : flags,
            sequence: sequence,
            durableSequence: durableSequence,
            appendTime: now,
            logEpoch: logEpoch,
            source: frame.source,
            chain: frame.chain,
            checkpointLength: UInt32(frame.checkpoint.count),
            entryCount: UInt32(frame.entries.count)
        ).write(into: &prefixes)
        prefixes.append(frame.checkpoint.bytes)
        prefixes.append(repeating: 0, count: aligned(frame.checkpoint.count) - frame.checkpoint.count)
        assignOffsets(frame, batchesStart: length - frame.batches.count)
        for entry in frame.entries { entry.write(into: &prefixes) }
        endChainFrame(frame)
        var crc = CRC32C.checksum(
            UnsafeRawBufferPointer(rebasing: prefixes.bytes[(start + 12)...]),
            seed: seal.seed(at: position)
        )
        crc = CRC32C.checksum(frame.batches.bytes, seed: crc)
        prefixes.patchLE(crc, at: start + 8)
    }

    private func assignOffsets(_ frame: FrameStorage, batchesStart: Int) {
        // Copies keep the offsets and leader epochs that their records have.
        if frame.kind == .relocated {
            for index in frame.entries.indices { frame.entries[index].positionInFrame += UInt32(batchesStart) }
            return
        }
        guard let batches = frame.batches.mutableBytes.baseAddress else { return }
        assigned.withUnsafeMutableBufferPointer { assigned in
            frame.entries.withUnsafeMutableBufferPointer { entries in
                for index in entries.indices {
                    let partition = Int(entries[index].partition)
                    let base = assigned[partition].nextOffset
                    assigned[partition].nextOffset = base + Int64(entries[index].recordCount)
                    BatchHeader.patch(
                        batches + Int(entries[index].positionInFrame),
                        baseOffset: base,
                        leaderEpoch: assigned[partition].leaderEpoch
                    )
                    entries[index].baseOffset = base
                    entries[index].lastOffset = assigned[partition].nextOffset - 1
                    entries[index].positionInFrame += UInt32(batchesStart)
                }
            }
        }
    }

    private func publish(_ entries: [FrameEntry], framePosition: UInt64) {
        var rest = entries[...]
        while !rest.isEmpty {
            let next = rest.prefix(Self.entriesTogether)
            for entry in next {
                let partition = assigned[Int(entry.partition)].partition
                let isRight = partition.id == entry.partition || partition.index.withLock { $0.isDeleted }
                precondition(isRight, "the partition with number n stands at n")
            }
            for entry in next {
                let partition = assigned[Int(entry.partition)].partition
                let isWatched = partition.index.withLock { index in
                    index.publish(entry, framePosition: framePosition)
                    return index.takeWatch()
                }
                if isWatched { moved.append(entry.partition) }
            }
            rest = rest[next.endIndex...]
        }
    }

    /// Behind each lock the processor waits for that partition's memory alone. So many are looked at before, together,
    /// and fetched at the same time: a fifth less CPU a record with random keys over 10,000 partitions.
    private static var entriesTogether: Int { 32 }

    /// Makes written frames visible.
    func publish(_ frames: ArraySlice<FrameStorage>, positions: [UInt64]) throws(CommitLogError) {
        for (frame, position) in zip(frames, positions) {
            if frame.kind == .relocated {
                try publishRelocated(frame, position: position)
                continue
            }
            if frame.kind.isOfChain {
                publishChain(frame, position: position)
            } else {
                publish(frame.entries, framePosition: position)
            }
            if frame.kind == .produced { noteProducers(frame) }
            let area = frame.checkpoint.bytes
            guard !area.isEmpty else { continue }
            let body = UnsafeRawBufferPointer(rebasing: area.dropLast(frame.changesLength))
            let changes = UnsafeRawBufferPointer(rebasing: area.suffix(frame.changesLength).dropLast(4))
            let result = shared.state.withLock { [lastAppendTime] state -> Result<Void, CommitLogError> in
                state.appendTime = lastAppendTime
                do throws(CommitLogError) {
                    try state.apply(
                        frame.bodyKind,
                        source: frame.source,
                        body: body,
                        changes: changes,
                        merging: shared.merging,
                        position: position
                    )
                    return .success(())
                } catch {
                    return .failure(error)
                }
            }
            try result.get()
            if frame.kind == .topic || frame.kind == .topicChanged { refreshPartitions() }
        }
    }
}
