import Bytes

/// Makes the index of a sealed segment from its frames.
struct SegmentIndexBuilder {
    private let segment: Segment
    private let uuid: LogUUID
    private let outcomes: ChainOutcomes
    private var summary = SegmentSummary()
    /// What is open at the place that has been reached: its batches count if it ends.
    private var chain: OpenChain?
    private var runs: [SegmentRuns.Run] = []
    /// Running maximum of each partition.
    private var maxTimestamps: [Int64] = []

    init(_ segment: Segment, uuid: LogUUID, outcomes: ChainOutcomes) {
        self.segment = segment
        self.outcomes = outcomes
        self.uuid = uuid
    }

    /// - Throws: `corruption` if a frame is damaged: what the segment holds must not be guessed. Or the disk's error.
    func build() throws(CommitLogError) -> SegmentRuns {
        var builder = self
        return try builder.run()
    }

    private mutating func run() throws(CommitLogError) -> SegmentRuns {
        let reader = FrameReader(segment, seal: FrameSeal(log: uuid))
        let first = segment.start + UInt64(SegmentHeader.size)
        var position = first
        while position < segment.end ?? 0 {
            let reading: FrameReading
            do throws(FileSystemError) { reading = try reader.read(at: position) } catch {
                throw error.asLogError(position: position)
            }
            guard case .frame(let header) = reading else {
                if case .bad(let defect) = reading { throw damage(position, "\(defect)") }
                throw damage(position, "the file ends here")
            }
            do {
                try take(try FrameContent(header, bytes: reader.bytes), at: position, isHead: position == first)
            } catch {
                throw damage(position, "\(error)")
            }
            position += UInt64(header.frameLength)
        }
        guard position == segment.end else { throw damage(position, "the next segment begins before this frame ends") }
        if let open = chain, try outcomes.hasEnded(open.id, openAt: position) {
            do throws(BytesError) { try take(open) } catch { throw damage(open.position, "\(error)") }
        }
        for number in runs.indices where !runs[number].relocated.isEmpty { runs[number].sortRelocated() }
        return SegmentRuns(summary: summary, runs: runs)
    }

    private mutating func take(_ content: FrameContent, at position: UInt64, isHead: Bool) throws {
        let header = content.header
        let kind = FrameKind(rawValue: header.kind)
        if isHead {
            guard kind == .state else { throw BytesError.malformed("the segment does not begin with STATE", at: 0) }
            summary.firstSequence = header.sequence
            var body = ByteCursor(content.checkpoint)
            let state = try LogState(stateBody: &body)
            chain = state.chain
            for partition in state.partitions {
                let (next, maxTimestamp) = partition.index.withLock { ($0.highWatermark, $0.maxTimestamp) }
                runs.append(SegmentRuns.Run(startOffset: next, maxTimestampBefore: maxTimestamp))
                maxTimestamps.append(maxTimestamp)
            }
        }
        if !content.entries.isEmpty { summary.note(appendTime: header.appendTime) }
        if kind == .relocated {
            for entry in content.entries { try addCopy(entry, framePosition: position) }
            return
        }
        guard let kind, let id = content.chain else {
            for entry in content.entries { try add(IndexEntry(entry, framePosition: position), of: entry.partition) }
            return
        }
        if kind == .chainBegin { chain = OpenChain(id: id, source: header.source, position: position) }
        guard chain?.id == id else { throw BytesError.malformed("a part of a chain that is not open", at: 0) }
        for entry in content.entries { chain?.hold(entry, framePosition: position) }
        if kind == .chainEnd, let ended = chain { try take(ended) }
        if kind == .chainEnd || kind == .chainAbort { chain = nil }
    }

    private mutating func addCopy(_ entry: FrameEntry, framePosition: UInt64) throws(BytesError) {
        let number = try number(of: entry.partition)
        runs[number].relocated.append(
            IndexEntry(entry, framePosition: framePosition, maxTimestamp: entry.maxTimestamp)
        )
    }

    /// The chain has ended, here or in a later segment.
    private mutating func take(_ chain: OpenChain) throws(BytesError) {
        for (partition, part) in chain.partitions {
            let number = try number(of: partition)
            if runs[number].entries.isEmpty {
                // Nothing else of the partition stands before it: it may have begun in an earlier segment.
                runs[number].startOffset = part.entries.first?.baseOffset ?? part.next
                maxTimestamps[number] = max(maxTimestamps[number], part.maxTimestampBeforeEntries)
                runs[number].maxTimestampBefore = maxTimestamps[number]
            }
            for entry in part.entries { try add(entry, of: partition) }
        }
    }

    /// The number of a partition, which has a run then.
    private mutating func number(of partition: PartitionID) throws(BytesError) -> Int {
        let number = Int(partition)
        // A topic made inside of the segment; but a wrong number must not cost gigabytes.
        guard number < runs.count + 1_000_000 else { throw .malformed("an unknown partition", at: 0) }
        while runs.count <= number {
            runs.append(SegmentRuns.Run())
            maxTimestamps.append(.min)
        }
        return number
    }

    private mutating func add(_ entry: IndexEntry, of partition: PartitionID) throws(BytesError) {
        let number = try number(of: partition)
        let next = runs[number].entries.last.map { $0.lastOffset + 1 } ?? runs[number].startOffset
        guard entry.baseOffset >= next else {
            throw .malformed("a partition's offsets go back", at: 0)
        }
        maxTimestamps[number] = max(maxTimestamps[number], entry.maxTimestamp)
        runs[number].entries.append(entry.after(maxTimestamps[number]))
    }

    private func damage(_ position: UInt64, _ why: String) -> CommitLogError {
        CommitLogError(
            .corruption,
            "the sealed segment \(segment.path) is damaged at log position \(position): \(why)",
            remedy: "look at `leat log check`; restore the file from a copy, or see what `leat log repair` would cut",
            position: position
        )
    }
}
