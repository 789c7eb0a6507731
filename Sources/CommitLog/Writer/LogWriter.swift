import Bytes

/// Writes frames: assigns offsets and sequence numbers, makes groups durable, then makes them visible.
/// Used by one thread at a time: by `open`, then by the writer thread alone.
final class LogWriter: @unchecked Sendable {
    let shared: LogShared
    let filler: SegmentFiller?
    let seal: FrameSeal
    let logEpoch: UInt32
    var segment: Segment
    /// Where the next frame goes.
    var position: UInt64
    /// Sequence of the last frame written.
    var sequence: UInt64
    /// Sequence of the last frame that an fdatasync has covered.
    var durableSequence: UInt64
    /// The durable sequence that the log itself has on record.
    var recordedSequence: UInt64
    /// When the oldest write without an fdatasync happened (monotonic µs); nil if there is none.
    var unsyncedSince: Int64?
    /// Next offset and leader epoch of each partition, including frames that are not yet visible.
    var assigned: [AssignedPartition] = []
    /// Sealed segments without an index, and where they end: a chain is open that they have a part of.
    var unindexed: [(segment: Segment, end: UInt64)] = []
    /// The chain that the last frame written has left open.
    var chain: WrittenChain?
    /// Watched partitions that the run being published has moved.
    var moved: [PartitionID] = []
    /// Headers, checkpoints and entry tables of the run being written.
    var prefixes = ByteWriter(capacity: 1 << 16)
    let control = FrameStorage()
    /// Batches in the current segment: as long as it is written to, all of them are in memory.
    var segmentEntries: Int
    /// The disk is full, and what waits for it.
    var shortage = Shortage()
    /// Behind `position` the file may hold parts of frames of a write that found no space. Nothing is written before
    /// they are cut off: a whole one with the right sequence would be taken for the next frame.
    var hasUncutTail = false
    /// Space set aside for a full disk.
    var reserve: Reserve
    var isFillingPaused = false
    /// Latest time that a frame bears: a clock that is set back does not make it go back.
    var lastAppendTime: Int64

    struct AssignedPartition {
        let partition: Partition
        var nextOffset: Int64
        var leaderEpoch: Int32
    }

    init(shared: LogShared, recovered: RecoveredLog, filler: SegmentFiller?) {
        self.shared = shared
        self.filler = filler
        // A new log has no segment until `begin` has made one.
        segment = recovered.segments.last ?? Segment(start: 0, path: "", files: recovered.files)
        segmentEntries = recovered.state.partitions.reduce(0) { $0 + $1.index.withLock { $0.entries.count } }
        logEpoch = recovered.logEpoch + 1
        seal = FrameSeal(log: shared.uuid)
        position = recovered.endPosition
        sequence = recovered.lastSequence
        durableSequence = recovered.lastSequence
        recordedSequence = recovered.recordedSequence
        chain = recovered.state.chain.map { WrittenChain($0) }
        lastAppendTime = recovered.lastAppendTime
        reserve = Reserve(shared)
        refreshPartitions()
    }

    var isRelaxed: Bool { shared.configuration.durability != .fsync }

    /// Takes over partitions that a TOPIC or TOPIC_CHANGED frame has made.
    func refreshPartitions() {
        let partitions = shared.state.withLock { $0.partitions }
        for partition in partitions[assigned.count...] {
            let (next, epoch) = partition.index.withLock { ($0.highWatermark, $0.leaderEpoch) }
            assigned.append(AssignedPartition(partition: partition, nextOffset: next, leaderEpoch: epoch))
        }
    }

    /// Writes a group: one write and one fdatasync, unless it goes over the end of a segment.
    /// - Parameter rest: the group; afterwards what has not been written, nothing unless it throws.
    func write(_ rest: inout ArraySlice<FrameStorage>) throws(CommitLogError) {
        while !rest.isEmpty {
            let run = prefixThatFits(rest)
            if run.isEmpty {
                try roll()
                continue
            }
            try writeRun(run)
            rest = rest[run.endIndex...]
        }
    }

    /// The frames that still belong into the segment.
    private func prefixThatFits(_ frames: ArraySlice<FrameStorage>) -> ArraySlice<FrameStorage> {
        var end = segment.offset(of: position)
        // Copies of prepared transactions come on top, and as much again: so copying at most doubles what is written,
        // however small segments are.
        let segmentBytesMax = shared.configuration.segmentBytes + 2 * preparedBytesInHead
        var entries = segmentEntries
        var index = frames.startIndex
        while index < frames.endIndex {
            let length = frames[index].frameLength
            entries += frames[index].entries.count
            let isFirstOfSegment = end <= segmentHeadEnd && index == frames.startIndex
            let isOver = end + length > segmentBytesMax || entries > segmentEntriesMax || frames[index].beginsSegment
            if isOver && !isFirstOfSegment { break }
            end += length
            index += 1
        }
        return frames[..<index]
    }

    /// Where the frames after STATE begin in the current segment: a segment takes at least one of them.
    var segmentHeadEnd = 0
    /// Bytes of prepared transactions that the current segment began with; 0 for a segment from before this process.
    var preparedBytesInHead = 0

    func writeRun(_ run: ArraySlice<FrameStorage>) throws(CommitLogError) {
        let frames = admit(run)
        if !frames.isEmpty { try writeAdmitted(frames) }
        for frame in run { frame.complete(.success(())) }
    }

    private func writeAdmitted(_ frames: ArraySlice<FrameStorage>) throws(CommitLogError) {
        let start = position
        let positions = try writeFrames(frames)
        // An index file with a chain's batches must not outlive its end.
        let mustSync =
            !isRelaxed || frames.contains { $0.kind.mustBeDurable || !unindexed.isEmpty && $0.kind == .chainEnd }
        if mustSync { try sync() } else if unsyncedSince == nil { unsyncedSince = shared.environment.monotonicNow() }
        try publish(frames, positions: positions)
        let bytes = position - start
        shared.statistics.withLock { statistics in
            statistics.bytesAppended += bytes
            statistics.frames += UInt64(frames.count)
            statistics.groups += 1
            for frame in frames where frame.kind.makesRecordsVisible {
                statistics.records += UInt64(frame.recordCount)
            }
            statistics.endPosition = position
        }
        shared.visibleEnd.store(position, ordering: .releasing)
        shared.watermark.wakeAll()
        tellMoved()
    }

    private func tellMoved() {
        if moved.isEmpty { return }
        shared.moves.tell(moved)
        moved.removeAll(keepingCapacity: true)
    }

    /// fdatasync of the current segment.
    func sync() throws(CommitLogError) {
        shared.activity.store(.syncing, ordering: .relaxed)
        defer { shared.activity.store(.writing, ordering: .relaxed) }
        let start = monotonicMicroseconds()
        do throws(FileSystemError) {
            try segment.file.sync()
        } catch {
            throw error.at(segment.path).asLogError(position: position)
        }
        durableSequence = sequence
        unsyncedSince = nil
        let duration = UInt64(max(0, monotonicMicroseconds() - start))
        shared.statistics.withLock { $0.countSync(microseconds: duration) }
    }

    /// Puts on record that everything written so far is durable.
    func writeMark(flags: FrameFlags = []) throws(CommitLogError) {
        guard recordedSequence < durableSequence || !flags.isEmpty else { return }
        control.reset()
        control.kind = .mark
        _ = try writeFrames([control], flags: flags)
        shared.statistics.withLock { statistics in
            statistics.bytesAppended += UInt64(FrameHeader.size)
            statistics.frames += 1
            statistics.endPosition = position
        }
        // A mark of its own after the mark would never end.
        if unsyncedSince == nil { recordedSequence = sequence }
    }
}
