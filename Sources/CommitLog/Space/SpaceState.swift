import Bytes

/// What of the log's files lives. Section 10 of a STATE body, which is absent as long as nothing was ever given up:
///
///     firstPosition u64 (nothing before it lives)     scrubPosition u64 (sealed frames before it were looked at last)
///     count u32; each: start u64, end u64             segments that were deleted while older ones live
///     count u32; each: partitionId u32, flags u32 (0), first offset i64, last offset i64, segment u64,
///                      appendTime i64 µs, maxTimestamp i64, bytes u64       relocated, by partition and offset
///     count u32; topics' retention as in a SPACE frame
struct SpaceState: Equatable {
    /// Start of the oldest segment that lives.
    private(set) var firstPosition: UInt64 = 0
    /// Deleted segments behind the oldest one, in order and never touching each other.
    private(set) var gaps: [Range<UInt64>] = []
    /// What was set at run time, by topic number; it goes before the configuration.
    private(set) var retention: [UInt32: TopicRetention] = [:]
    /// Where the scrub goes on.
    var scrubPosition: UInt64 = 0

    var isEmpty: Bool { self == SpaceState() }

    /// True if the segment that starts here is given up, whether its file is still there or not.
    func isDeleted(_ position: UInt64) -> Bool { position < firstPosition || gaps.contains { $0.contains(position) } }

    /// The end of the gap that begins at a position; the position itself if there is none.
    func end(ofGapAt position: UInt64) -> UInt64 { gaps.first { $0.lowerBound == position }?.upperBound ?? position }

    /// Where the segment ends that stands before another one: at that, or where deleted ones between them begin.
    func end(of start: UInt64, before next: UInt64) -> UInt64 {
        gaps.first { $0.upperBound == next && $0.lowerBound > start }?.lowerBound ?? next
    }

    mutating func delete(_ range: Range<UInt64>) {
        gaps.append(range)
        gaps.sort { $0.lowerBound < $1.lowerBound }
        var joined: [Range<UInt64>] = []
        for gap in gaps {
            if gap.lowerBound <= firstPosition {
                firstPosition = max(firstPosition, gap.upperBound)
            } else if let last = joined.last, last.upperBound >= gap.lowerBound {
                joined[joined.count - 1] = last.lowerBound..<max(last.upperBound, gap.upperBound)
            } else {
                joined.append(gap)
            }
        }
        gaps = joined
    }

    mutating func setRetention(_ limits: TopicRetention, topic: UInt32) {
        retention[topic] = limits == TopicRetention() ? nil : limits
    }
}

extension LogState {
    /// False as long as section 10 would say nothing.
    var hasSpace: Bool { !space.isEmpty || partitions.contains { !$0.index.withLock { $0.relocatedRanges.isEmpty } } }

    func writeSpace(into writer: inout ByteWriter) {
        writer.appendLE(space.firstPosition)
        writer.appendLE(space.scrubPosition)
        SpaceBody.write(space.gaps, into: &writer)
        let countAt = writer.count
        var count: UInt32 = 0
        writer.appendLE(count)
        for partition in partitions {
            for range in partition.index.withLock({ $0.relocatedRanges }) {
                writer.appendLE(partition.id)
                writer.appendLE(0 as UInt32)
                writer.appendLE(range.firstOffset)
                writer.appendLE(range.lastOffset)
                writer.appendLE(range.segment)
                writer.appendLE(range.appendTime)
                writer.appendLE(range.maxTimestamp)
                writer.appendLE(range.bytes)
                count += 1
            }
        }
        writer.patchLE(count, at: countAt)
        let retention = space.retention.sorted { $0.key < $1.key }
        SpaceBody.write(retention.map { (topic: $0.key, limits: $0.value) }, into: &writer)
    }

    mutating func readSpace(_ body: inout ByteCursor) throws(BytesError) {
        let firstPosition = try body.u64le()
        space.scrubPosition = try body.u64le()
        if firstPosition > 0 { space.delete(0..<firstPosition) }
        for gap in try SpaceBody.ranges(&body) { space.delete(gap) }
        for _ in 0..<(try body.count32(ofSize: 56)) {
            let at = body.offset
            let id = try body.u32le()
            try body.skip(4)
            let range = RelocatedRange(
                firstOffset: try body.i64le(),
                lastOffset: try body.i64le(),
                segment: try body.u64le(),
                appendTime: try body.i64le(),
                maxTimestamp: try body.i64le(),
                bytes: try body.u64le()
            )
            guard let partition = partition(id), range.firstOffset >= 0, range.lastOffset >= range.firstOffset,
                range.lastOffset < .max
            else { throw .malformed("relocated offsets that cannot be", at: at) }
            partition.index.withLock { $0.relocatedRanges.insert(range) }
        }
        for (topic, limits) in try SpaceBody.retention(&body) { space.setRetention(limits, topic: topic) }
    }

    /// Takes over a SPACE frame.
    mutating func apply(_ body: SpaceBody) throws(BytesError) {
        for (id, start) in body.starts {
            guard let partition = partition(id) else { throw .malformed("the start of an unknown partition", at: 0) }
            partition.index.withLock { $0.moveStart(to: start) }
        }
        for range in body.deleted { space.delete(range) }
        if !body.deleted.isEmpty {
            for partition in partitions {
                partition.index.withLock { index in
                    if !index.relocatedRanges.isEmpty {
                        index.relocatedRanges.removeAll { space.isDeleted($0.segment) }
                    }
                }
            }
        }
        for (topic, limits) in body.retention { space.setRetention(limits, topic: topic) }
    }

    /// Takes over a RELOCATED frame of a segment.
    mutating func applyRelocated(
        body: UnsafeRawBufferPointer,
        entries: [FrameEntry],
        segment: UInt64,
        position: UInt64
    ) throws(CommitLogError) {
        do throws(BytesError) {
            var cursor = ByteCursor(body)
            let body = try RelocatedBody(&cursor)
            guard cursor.isAtEnd else { throw .malformed("bytes after a body's end", at: cursor.offset) }
            for entry in entries {
                guard let partition = partition(entry.partition) else {
                    throw .malformed("records of an unknown partition", at: 0)
                }
                let copy = IndexEntry(entry, framePosition: position, maxTimestamp: entry.maxTimestamp)
                let range = body.range(of: entry, segment: segment)
                try partition.index.withLock { (index) throws(BytesError) in
                    // The copies were on their way when the topic was deleted.
                    if index.isDeleted { return }
                    guard range.lastOffset < index.highWatermark else {
                        throw .malformed("copies of records that were never there", at: 0)
                    }
                    index.relocated.append(copy)
                    if range.lastOffset >= index.logStartOffset { index.relocatedRanges.insert(range) }
                }
            }
        } catch {
            throw CommitLogError(
                .corruption,
                "the relocated frame at log position \(position) makes no sense: \(error)",
                remedy: "run `leat log check` on the data directory",
                position: position
            )
        }
    }
}

extension PartitionIndex {
    /// Nothing before this offset can be read any more; an earlier start than now is not taken.
    mutating func moveStart(to offset: Int64) {
        logStartOffset = max(logStartOffset, min(offset, highWatermark))
        if !relocatedRanges.isEmpty { relocatedRanges.removeAll(before: logStartOffset) }
    }
}
