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

    /// Finds whole batches from the one that holds `offset` on, never beyond the high watermark. Of the log's files only
    /// indexes are read.
    /// - Parameters:
    ///   - maxBytes: end of the list; the first batch comes always.
    ///   - slices: what is found is added here.
    /// - Throws: `notFound`; `offsetOutOfRange` if the offset is before the start or after the high watermark;
    ///   `corruption` if an index must be rebuilt from a segment that is damaged; or the disk's error.
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
        let count = slices.count
        while true {
            let range = partition.index.withLock { $0.logStartOffset...max($0.logStartOffset, $0.highWatermark) }
            guard range ~= offset else {
                throw CommitLogError(
                    .offsetOutOfRange,
                    "offset \(offset) of partition \(id) is outside of \(range.lowerBound) to \(range.upperBound)",
                    remedy: "start again at the earliest or latest offset"
                )
            }
            let deletions = shared.deletions
            var collector = SliceCollector(partition: partition, shared: shared, next: offset, maxBytes: maxBytes)
            do throws(CommitLogError) {
                try collector.collect(into: &slices)
            } catch {
                // A segment went away under the search: what it held is gone, or stands elsewhere now.
                guard shared.deletions != deletions else { throw error }
            }
            if slices.count > count || shared.deletions == deletions { return }
        }
    }

    /// The first batch that may hold a record of this time or later.
    /// - Returns: the batch's first offset, which can be somewhat before the first such record, and the largest
    ///   timestamp up to the batch's end; nil if all records are older.
    /// - Throws: as `read` does when it needs an index.
    public func offset(
        partition id: PartitionID,
        atOrAfter timestamp: Int64
    ) throws(CommitLogError) -> (offset: Int64, timestamp: Int64)? {
        guard let partition = partition(id) else { return nil }
        while true {
            let deletions = shared.deletions
            do throws(CommitLogError) {
                let found = try search(partition, atOrAfter: timestamp)
                let copy = try shared.copy(of: partition, atOrAfter: timestamp, before: found?.offset)
                return copy ?? found
            } catch {
                guard shared.deletions != deletions else { throw error }
            }
        }
    }

    private func search(
        _ partition: Partition,
        atOrAfter timestamp: Int64
    ) throws(CommitLogError) -> (offset: Int64, timestamp: Int64)? {
        while true {
            let (start, entriesStart, isSealed) = partition.index.withLock { index in
                let hasSealed = index.logStartOffset < index.entriesStart
                return (
                    index.logStartOffset, index.entriesStart,
                    hasSealed && index.maxTimestampBeforeEntries >= timestamp
                )
            }
            if isSealed, let entry = try sealedBatch(partition, atOrAfter: timestamp, start: start) {
                return (max(entry.baseOffset, start), entry.maxTimestamp)
            }
            let (found, isMoved) = partition.index.withLock { index in
                let first = index.entries.firstIndex { $0.maxTimestamp >= timestamp && $0.lastOffset >= start }
                let found = first < index.entries.count ? index.entries[first] : nil
                return (found, index.entriesStart != entriesStart)
            }
            // A segment was sealed in between: what was not found here may be there now.
            if found == nil && isMoved { continue }
            return found.map { (max($0.baseOffset, start), $0.maxTimestamp) }
        }
    }

    private func sealedBatch(
        _ partition: Partition,
        atOrAfter timestamp: Int64,
        start: Int64
    ) throws(CommitLogError) -> IndexEntry? {
        let lookup = shared.lookup(partition)
        var found = try lookup.first(atOrAfter: timestamp)
        if let entry = found, entry.lastOffset < start {
            // It is gone. Times only grow: all that is left is at or after it.
            found = nil
            _ = try lookup.forEach(from: start) { (_, entry) in
                found = entry
                return false
            }
        }
        return found
    }

    private func partition(_ id: PartitionID) -> Partition? {
        shared.state.withLock { $0.isLiving(id) ? $0.partition(id) : nil }
    }

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
