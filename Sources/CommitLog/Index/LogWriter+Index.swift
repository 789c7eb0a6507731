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
        let end = new.start
        let runs = assigned.map { assigned in assigned.partition.index.withLock { $0.run(before: end) } }
        shared.indexes.seal(old, end: end, SegmentRuns(summary: old.summary.withLock { $0 }, runs: runs))
        shared.segments.withLock { $0.append(new) }
        for assigned in assigned { assigned.partition.index.withLock { $0.removeEntries(before: end) } }
    }
}
