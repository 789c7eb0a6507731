/// Finds batches of one partition in the sealed segments.
struct SealedLookup {
    private let partition: PartitionID
    private let segments: [Segment]
    private let store: IndexStore
    private let cache: LookupCache
    /// How many at the front of the list have an index.
    private let count: Int

    init(_ partition: PartitionID, _ segments: [Segment], _ store: IndexStore, _ cache: LookupCache) {
        self.partition = partition
        self.segments = segments
        self.store = store
        self.cache = cache
        count = (segments.lastIndex { $0.end != nil } ?? -1) + 1
    }

    /// Calls `body` with each batch from the one that holds `offset`, or the next if there is none, until it returns
    /// false.
    /// - Returns: false if `body` did.
    func forEach(
        from offset: Int64,
        _ body: (Segment, IndexEntry) throws(CommitLogError) -> Bool
    ) throws(CommitLogError) -> Bool {
        var next = offset
        func take(_ chunk: IndexChunk, _ first: Int) throws(CommitLogError) -> Bool {
            for entry in chunk.entries[first...] {
                guard try body(chunk.segment, entry) else { return false }
                next = entry.lastOffset + 1
            }
            return true
        }
        var index: Int
        if let chunk = cache.chunk(partition, holding: next) {
            let wanted = next
            guard try take(chunk, chunk.entries.firstIndex { $0.lastOffset >= wanted }) else { return false }
            // The segment may be gone from the list, if it is being deleted.
            index = max(0, segments.endOfThose { $0.start <= chunk.segment.start } - 1)
            if chunk.isLastOfRun { index += 1 }
        } else {
            index = try segment(holding: next)
        }
        var emptyCount = 0
        while index < count {
            let wanted = next
            guard let (chunk, first) = try chunk(segments[index], { $0.lastOffset >= wanted }) else {
                index += 1
                emptyCount += 1
                // A partition that was quiet for long is not looked for in each segment.
                if emptyCount == 4 { index = max(index, try segment(holding: next)) }
                continue
            }
            emptyCount = 0
            guard try take(chunk, first) else { return false }
            if chunk.isLastOfRun { index += 1 }
        }
        return true
    }

    /// The first batch up to which a timestamp at or after this one occurs.
    func first(atOrAfter timestamp: Int64) throws(CommitLogError) -> IndexEntry? {
        var index = try last { $0.maxTimestampBefore < timestamp }
        while index < count {
            if let (chunk, first) = try chunk(segments[index], { $0.maxTimestamp >= timestamp }) {
                return chunk.entries[first]
            }
            index += 1
        }
        return nil
    }

    /// The last segment that begins at or before an offset: if any sealed one holds it, this does.
    private func segment(holding offset: Int64) throws(CommitLogError) -> Int {
        try last { $0.startOffset <= offset }
    }

    /// Index of the last segment whose row is so; the rows of all before it are.
    private func last(where isSo: (IndexRow) -> Bool) throws(CommitLogError) -> Int {
        guard count > 0 else { return 0 }
        // Readers are mostly near the end.
        if isSo(try row(segments[count - 1])) { return count - 1 }
        let end = try segments.endOfThose(in: 0..<count - 1) { (segment) throws(CommitLogError) in
            isSo(try row(segment))
        }
        return max(end - 1, 0)
    }

    private func row(_ segment: Segment) throws(CommitLogError) -> IndexRow {
        try store.ask(segment) { (view) throws(FileSystemError) in try view.row(partition) }
    }

    private func chunk(
        _ segment: Segment,
        _ isReached: (IndexEntry) -> Bool
    ) throws(CommitLogError) -> (chunk: IndexChunk, first: Int)? {
        var isFromFile = false
        let found = try store.ask(segment) { (view) throws(FileSystemError) in
            if case .file = view { isFromFile = true }
            return try view.row(partition).flatMap { (row) throws(FileSystemError) in
                try view.entries(partition, row, where: isReached)
            }
        }
        guard found.index < found.entries.count else { return nil }
        let chunk = IndexChunk(
            segment: segment,
            partition: partition,
            entries: found.entries,
            isLastOfRun: found.isLastOfRun
        )
        // What is in memory anyway needs no second place.
        if isFromFile { cache.add(chunk) }
        return (chunk, found.index)
    }
}
