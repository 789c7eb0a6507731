extension LogWriter {
    /// Batches that a segment may have: small ones would fill memory before the segment is full.
    var segmentEntriesMax: Int {
        max(shared.configuration.segmentEntriesMin, Self.entriesPerPartitionMax * assigned.count)
    }
    /// 32 bytes each: 1 KiB a partition.
    private static let entriesPerPartitionMax = 32

    /// Readers find a sealed segment's batches in its own index from now on, which is in memory until the keeper has
    /// written it. The writer only hands the lists over, so that 10,000 partitions hold it up for milliseconds.
    ///
    /// At any moment in between, each batch is found in the partition's index or in the segment's, or in both.
    func sealIndex(of old: Segment, before new: Segment) {
        unindexed.append((old, new.start))
        shared.segments.withLock { $0.append(new) }
        // What is open may be aborted: until then readers find everything else in the partitions' own index.
        if shared.state.withLock({ $0.chain == nil }) { sealWaitingIndexes() }
    }

    /// The chain is over that has held back the indexes of segments, if any.
    func sealWaitingIndexes() {
        let isBounded = unindexed.count == 1
        for (segment, end) in unindexed { sealIndex(of: segment, end: end, isBounded: isBounded) }
        unindexed.removeAll()
    }

    private func sealIndex(of old: Segment, end: UInt64, isBounded: Bool) {
        let runs = assigned.map { assigned in assigned.partition.index.withLock { $0.run(before: end) } }
        let summary = old.summary.withLock { $0 }
        shared.indexes.seal(old, end: end, SegmentRuns(summary: summary, runs: runs), isBounded: isBounded)
        for assigned in assigned { assigned.partition.index.withLock { $0.removeEntries(before: end) } }
    }
}
