extension LogShared {
    /// How many segments were deleted so far: a search that fails meanwhile is done again.
    var deletions: UInt64 { space.deletions }

    /// The first relocated batch that may hold a record of a time or later.
    /// - Parameter end: only offsets before it are of interest; nil for all.
    func copy(
        of partition: Partition,
        atOrAfter timestamp: Int64,
        before end: Int64?
    ) throws(CommitLogError) -> (offset: Int64, timestamp: Int64)? {
        let (ranges, start) = partition.index.withLock { ($0.relocatedRanges, $0.logStartOffset) }
        for range in ranges where range.maxTimestamp >= timestamp && range.lastOffset >= start {
            if let end, range.firstOffset >= end { return nil }
            guard let segment = segments.withLock({ $0.containing(range.segment) }) else { continue }
            for entry in try copies(of: partition, range, in: segment) where entry.maxTimestamp >= timestamp {
                if entry.lastOffset < start { continue }
                return (max(entry.baseOffset, start), entry.maxTimestamp)
            }
        }
        return nil
    }

    /// The copies that a range stands for, in the order of offsets.
    func copies(
        of partition: Partition,
        _ range: RelocatedRange,
        in segment: Segment
    ) throws(CommitLogError) -> [IndexEntry] {
        var entries = partition.index.withLock { $0.copies(from: range.firstOffset, in: segment) }
        if entries.isEmpty, segment.end != nil {
            entries = try indexes.ask(segment) { (view) throws(FileSystemError) in
                try view.row(partition.id).flatMap { (row) throws(FileSystemError) in
                    try view.relocated(partition.id, row)
                }
            }
        }
        var next = range.firstOffset
        return entries.filter { entry in
            guard entry.lastOffset >= next, entry.lastOffset <= range.lastOffset else { return false }
            next = entry.lastOffset + 1
            return true
        }
    }
}
