/// The copying of what lives in one segment.
struct Relocation {
    let segment: Segment
    /// Log positions of the batches to copy, and when their records were appended.
    let wanted: [UInt64: Int64]
    let walk: LogWalk
    /// Copies on their way.
    var frame: FrameStorage?
    var appendTime: Int64 = 0
    var bytesCopied: UInt64 = 0

    static let frameBytes = 1 << 20
}

extension SpaceKeeper {
    /// Less than this part of a segment's batches lives: it is worth copying.
    private static let livePercentMax: UInt64 = 30

    /// Looks for the oldest segment of which little lives.
    func beginRelocation(
        _ state: inout SpaceWork.State,
        _ tables: IndexedTables,
        _ decision: RetentionDecision,
        now: Int64
    ) throws(CommitLogError) {
        for (index, segment) in tables.segments.enumerated() where !state.unmovable.contains(segment.start) {
            let live = decision.liveBytes[index]
            guard live > 0, live * 100 < decision.batchBytes[index] * Self.livePercentMax, let end = segment.end else {
                continue
            }
            guard !(try withoutNeededChains([segment])).isEmpty else {
                state.unmovable.insert(segment.start)
                continue
            }
            // Copies must not be what fills the disk.
            let room = live + 2 * UInt64(shared.configuration.segmentBytes)
            guard shared.environment.fileSystem.freeBytes(shared.logDirectory) ?? .max > room else { return }
            state.relocation = Relocation(
                segment: segment,
                wanted: try liveBatches(index, tables, appendTime: decision.times[index]),
                walk: LogWalk(sealed: segment, end: end, uuid: shared.uuid, from: segment.start)
            )
            return
        }
    }

    private func liveBatches(
        _ index: Int,
        _ tables: IndexedTables,
        appendTime: Int64
    ) throws(CommitLogError) -> [UInt64: Int64] {
        let segment = tables.segments[index]
        let table = try tables.table(index)
        var wanted: [UInt64: Int64] = [:]
        for (number, partition) in tables.partitions.enumerated() {
            let (start, ranges, isDeleted) = partition.index.withLock {
                ($0.logStartOffset, $0.relocatedRanges, $0.isDeleted)
            }
            if isDeleted { continue }
            for range in ranges where range.segment == segment.start {
                for entry in try shared.copies(of: partition, range, in: segment) where entry.lastOffset >= start {
                    wanted[entry.position] = range.appendTime
                }
            }
            guard table.byteCount(number) > 0 else { continue }
            var next = start
            while true {
                let (chunk, isLast) = try shared.indexes.ask(segment) { (view) throws(FileSystemError) in
                    try view.row(partition.id).flatMap { (row) throws(FileSystemError) in
                        try view.entries(partition.id, row) { $0.lastOffset >= next }
                            .map { (Array($0.entries[$0.index...]), $0.isLastOfRun) }
                    }
                }
                for entry in chunk where ranges.holding(entry.baseOffset) == nil {
                    wanted[entry.position] = appendTime
                }
                guard !isLast, let last = chunk.last else { break }
                next = last.lastOffset + 1
            }
        }
        return wanted
    }

    /// Goes on with the copying, and deletes the segment at its end. What was copied before a crash is not copied again.
    func relocate(_ state: inout SpaceWork.State, budget: Int) throws(CommitLogError) {
        guard var relocation = state.relocation else { return }
        state.relocation = nil
        var left = budget
        while left > 0 {
            if shared.keeper.isStopping { return }
            guard let step = try relocation.walk.next() else {
                try flush(&relocation)
                return try finish(relocation, &state)
            }
            guard case .frame(let content, let position) = step else {
                // The scrub says where.
                state.unmovable.insert(relocation.segment.start)
                try flush(&relocation)
                return
            }
            for entry in content.entries {
                guard let time = relocation.wanted[position + UInt64(entry.positionInFrame)] else { continue }
                try copy(entry, content.batch(entry), appendTime: time, &relocation)
                left -= Int(entry.byteLength)
            }
        }
        try flush(&relocation)
        state.relocation = relocation
    }

    private func copy(
        _ entry: FrameEntry,
        _ batch: UnsafeRawBufferPointer,
        appendTime: Int64,
        _ relocation: inout Relocation
    ) throws(CommitLogError) {
        if let frame = relocation.frame,
            relocation.appendTime != appendTime || frame.batches.count + batch.count > Relocation.frameBytes
        {
            try flush(&relocation)
        }
        let frame = relocation.frame ?? shared.pool.take()
        relocation.frame = frame
        relocation.appendTime = appendTime
        var entry = entry
        entry.positionInFrame = UInt32(clamping: frame.batches.count)
        frame.entries.append(entry)
        frame.batches.append(batch)
        frame.batches.append(repeating: 0, count: aligned(frame.batches.count) - frame.batches.count)
    }

    private func flush(_ relocation: inout Relocation) throws(CommitLogError) {
        guard let frame = relocation.frame else { return }
        relocation.frame = nil
        frame.kind = .relocated
        RelocatedBody(origin: relocation.segment.start, appendTime: relocation.appendTime)
            .write(into: &frame.checkpoint)
        let bytes = frame.entries.reduce(0) { $0 + UInt64($1.byteLength) }
        try append(frame)
        relocation.bytesCopied += bytes
        shared.space.statistics.withLock { $0.bytesRelocated += bytes }
    }

    private func finish(_ relocation: Relocation, _ state: inout SpaceWork.State) throws(CommitLogError) {
        let tables = IndexedTables(shared)
        guard let index = tables.segments.firstIndex(where: { $0 === relocation.segment }) else { return }
        guard try isDead(index, tables) else {
            state.unmovable.insert(relocation.segment.start)
            return
        }
        try delete([relocation.segment])
        guard !shared.segments.withLock({ $0.contains { $0 === relocation.segment } }) else {
            state.unmovable.insert(relocation.segment.start)
            return
        }
        shared.space.statistics.withLock { $0.segmentsRelocated += 1 }
    }
}
