import Bytes

extension RecoveryScan {
    /// Takes over a frame whose checksum and sequence are right.
    mutating func take(
        _ header: FrameHeader,
        _ bytes: UnsafeRawBufferPointer,
        _ segment: Segment,
        isFirstState: Bool,
        isHead: Bool
    ) throws(CommitLogError) {
        let position = log.endPosition
        let kind = try supportedKind(header, segment)
        if isHead && kind != .state {
            throw corruption(at: position, in: segment, "the segment begins with a \(kind) frame, not with STATE")
        }
        let content: FrameContent
        do throws(BytesError) { content = try FrameContent(header, bytes: bytes) } catch {
            throw corruption(at: position, in: segment, "the \(kind) frame makes no sense: \(error)")
        }
        if kind == .state {
            try takeState(content, segment, isFirst: isFirstState, isHead: isHead)
        } else {
            if !content.entries.isEmpty { segment.summary.withLock { $0.note(appendTime: header.appendTime) } }
            if kind == .relocated {
                try log.state.applyRelocated(
                    body: content.checkpoint,
                    entries: content.entries,
                    segment: segment.start,
                    position: position
                )
            } else if kind.isOfChain {
                try takeChain(header, kind, content, segment)
            } else {
                try publish(content.entries, segment)
            }
            if kind == .produced {
                log.state.noteProducers(content.entries, appendTime: header.appendTime) { content.batch($0) }
            }
            log.state.appendTime = header.appendTime
            try log.state.apply(
                content.bodyKind ?? kind,
                source: header.source,
                body: content.checkpoint,
                changes: content.changes,
                merging: merging,
                position: position
            )
        }
        visit?(content, position)
        note(header, kind)
    }

    private func supportedKind(_ header: FrameHeader, _ segment: Segment) throws(CommitLogError) -> FrameKind {
        if header.version == FrameHeader.formatVersion, FrameFlags.known.isSuperset(of: header.flags),
            let kind = FrameKind(rawValue: header.kind), kind.isSupported
        {
            return kind
        }
        let name = FrameKind(rawValue: header.kind).map { "\($0)" } ?? "unknown"
        throw CommitLogError(
            .unsupported,
            "the frame at log position \(log.endPosition) of \(segment.path) (kind \(header.kind) \(name), format "
                + "\(header.version), flags \(header.flags.rawValue)) needs a newer version of leat",
            remedy: "open this data directory with the version that wrote it, or a newer one",
            position: log.endPosition
        )
    }

    private func publish(_ entries: [FrameEntry], _ segment: Segment) throws(CommitLogError) {
        for entry in entries {
            guard let partition = log.state.partition(entry.partition) else {
                throw corruption(
                    at: log.endPosition,
                    in: segment,
                    "it has records of partition \(entry.partition), which does not exist"
                )
            }
            let next = partition.index.withLock { index in
                // On its way when the topic was deleted.
                if index.isDeleted { return entry.lastOffset + 1 }
                if entry.baseOffset == index.highWatermark { index.publish(entry, framePosition: log.endPosition) }
                return index.highWatermark
            }
            guard next == entry.lastOffset + 1 else {
                throw corruption(
                    at: log.endPosition,
                    in: segment,
                    "partition \(entry.partition) goes on at offset \(entry.baseOffset) instead of \(next)"
                )
            }
        }
    }

    /// The first STATE is where everything begins; a later one must agree with the frames before it.
    private mutating func takeState(
        _ content: FrameContent,
        _ segment: Segment,
        isFirst: Bool,
        isHead: Bool
    ) throws(CommitLogError) {
        let state = try readState(content, segment, at: log.endPosition)
        if isFirst {
            log.state = state
            for partition in state.partitions {
                partition.index.withLock { index in
                    index.removeEntries(before: log.endPosition)
                    // What lies before the oldest segment is gone.
                    if extent == .whole { index.logStartOffset = index.highWatermark }
                }
            }
            return
        }
        try checkChain(state, segment)
        guard log.state.producers.agrees(with: state.producers) else {
            let why = "STATE has other batches of an idempotent producer than the frames before it"
            throw corruption(at: log.endPosition, in: segment, why)
        }
        // Some may have been forgotten.
        log.state.producers = state.producers
        guard state.partitions.count == log.state.partitions.count else {
            throw corruption(
                at: log.endPosition,
                in: segment,
                "STATE has another number of partitions than the frames before it"
            )
        }
        for (number, (ours, theirs)) in zip(log.state.partitions, state.partitions).enumerated() {
            let (their, isDeleted) = (theirs.index.withLock { $0 }, ours.index.withLock { $0.isDeleted })
            guard their.isDeleted == isDeleted else {
                throw corruption(
                    at: log.endPosition,
                    in: segment,
                    "STATE and the frames before it do not agree that the topic of partition \(number) was deleted"
                )
            }
            let next = ours.index.withLock { index in
                if index.isDeleted {
                    if isHead { index.removeEntries(before: log.endPosition) }
                    return their.highWatermark
                }
                index.epochs = their.epochs
                // As the writer does: only the last segment's batches are kept in memory.
                if isHead { index.removeEntries(before: log.endPosition) }
                return index.highWatermark
            }
            guard next == their.highWatermark else {
                throw corruption(
                    at: log.endPosition,
                    in: segment,
                    "STATE says that partition \(number) goes on at \(their.highWatermark), the frames say \(next)"
                )
            }
        }
    }

    func readState(
        _ content: FrameContent,
        _ segment: Segment,
        at position: UInt64
    ) throws(CommitLogError) -> LogState {
        var cursor = ByteCursor(content.checkpoint)
        do throws(StateBodyError) { return try LogState(stateBody: &cursor) } catch {
            switch error {
            case .unknownSection(let tag, let version):
                throw CommitLogError(
                    .unsupported,
                    "STATE at log position \(position) has section \(tag) version \(version), unknown here",
                    remedy: "open this data directory with the version that wrote it, or a newer one",
                    position: position
                )
            case .malformed(let why):
                throw corruption(at: position, in: segment, "STATE makes no sense: \(why)")
            }
        }
    }

    private mutating func note(_ header: FrameHeader, _ kind: FrameKind) {
        if header.logEpoch > log.logEpoch { log.isRelaxed = false }
        log.isRelaxed = log.isRelaxed || header.flags.contains(.relaxed)
        log.isClean = kind == .mark && header.flags.contains(.clean)
        log.logEpoch = header.logEpoch
        log.lastAppendTime = max(log.lastAppendTime, header.appendTime)
        log.lastSequence = header.sequence
        log.recordedSequence = max(log.recordedSequence, header.durableSequence)
        unrecorded.append((header.sequence, log.endPosition))
        if let first = unrecorded.firstIndex(where: { $0.0 > log.recordedSequence }), first > 0 {
            unrecorded.removeFirst(first)
        }
        log.endPosition += UInt64(header.frameLength)
    }
}
