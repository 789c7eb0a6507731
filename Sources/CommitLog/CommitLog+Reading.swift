extension CommitLog {
    /// What of a partition can be read; nil if there is no such partition.
    public func partitionState(_ id: PartitionID) -> PartitionState? {
        partition(id)?.index.withLock {
            PartitionState(
                logStartOffset: $0.logStartOffset,
                highWatermark: $0.highWatermark,
                leaderEpoch: $0.leaderEpoch
            )
        }
    }

    /// The leader epochs of a partition with their first offsets, oldest first.
    public func leaderEpochs(_ id: PartitionID) -> [LeaderEpochStart] {
        partition(id)?.index.withLock { $0.epochs } ?? []
    }

    /// Finds whole batches from the one that holds `offset` on, never beyond the high watermark. Nothing is read from the disk.
    /// - Parameters:
    ///   - maxBytes: end of the list; the first batch comes always.
    ///   - slices: what is found is added here.
    /// - Throws: `notFound`, or `offsetOutOfRange` if the offset is before the start or after the high watermark.
    public func read(
        partition id: PartitionID,
        from offset: Int64,
        maxBytes: Int,
        into slices: inout [BatchSlice]
    ) throws(CommitLogError) {
        guard let partition = partition(id) else {
            throw CommitLogError(
                .notFound,
                "there is no partition \(id)",
                remedy: "ask for the topic's partitions again"
            )
        }
        let range = partition.index.withLock { index -> ClosedRange<Int64>? in
            guard offset >= index.logStartOffset, offset <= index.highWatermark else {
                return index.logStartOffset...max(index.logStartOffset, index.highWatermark)
            }
            collect(index, from: offset, maxBytes: maxBytes, into: &slices)
            return nil
        }
        guard let range else { return }
        throw CommitLogError(
            .offsetOutOfRange,
            "offset \(offset) of partition \(id) is outside of \(range.lowerBound) to \(range.upperBound)",
            remedy: "start again at the earliest or latest offset"
        )
    }

    private func collect(_ index: PartitionIndex, from offset: Int64, maxBytes: Int, into slices: inout [BatchSlice]) {
        let segments = shared.segments.withLock { $0 }
        var next = index.firstEntry { $0.lastOffset >= offset }
        var bytes = 0
        while next < index.entries.count {
            let entry = index.entries[next]
            let isFirst = bytes == 0
            bytes += Int(entry.byteLength)
            guard isFirst || bytes <= maxBytes, let segment = segments.containing(entry.position) else { return }
            slices.append(
                BatchSlice(
                    segment: segment,
                    position: entry.position,
                    byteLength: Int(entry.byteLength),
                    baseOffset: entry.baseOffset,
                    lastOffset: entry.lastOffset
                )
            )
            next += 1
        }
    }

    /// The first batch that may hold a record of this time or later.
    /// - Returns: the batch's first offset, which can be somewhat before the first such record, and the largest timestamp up to
    ///   the batch's end; nil if all records are older.
    public func offset(
        partition id: PartitionID,
        atOrAfter timestamp: Int64
    ) -> (offset: Int64, timestamp: Int64)? {
        partition(id)?.index.withLock { index in
            let found = index.firstEntry { $0.maxTimestamp >= timestamp }
            guard found < index.entries.count else { return nil }
            return (index.entries[found].baseOffset, index.entries[found].maxTimestamp)
        }
    }

    private func partition(_ id: PartitionID) -> Partition? { shared.state.withLock { $0.partition(id) } }

    /// Calls back from the writer thread once for each group of frames that has become visible. The callback must be
    /// quick; it is also called when the log stops.
    public func onWatermark(_ callback: @escaping @Sendable () -> Void) -> WakeupToken {
        shared.watermark.add(callback)
    }

    /// Takes a watermark callback back.
    public func removeWatermark(_ token: WakeupToken) { shared.watermark.remove(token) }

    /// Blocks until the partition's high watermark has reached `offset`.
    /// - Returns: false if the time passed, the log stopped or there is no such partition.
    public func waitForWatermark(_ id: PartitionID, atLeast offset: Int64, milliseconds: Int) -> Bool {
        let deadline = monotonicMicroseconds() + Int64(milliseconds) * 1000
        while true {
            let generation = shared.watermark.generation
            guard let state = partitionState(id) else { return false }
            if state.highWatermark >= offset { return true }
            if failure != nil { return false }
            guard shared.watermark.wait(after: generation, deadlineMicroseconds: deadline) else { return false }
        }
    }
}
