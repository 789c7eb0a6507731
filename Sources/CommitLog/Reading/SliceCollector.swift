/// Gathers batches of one partition, one after the other, from sealed segments and from the one being written.
struct SliceCollector {
    let partition: Partition
    let shared: LogShared
    var next: Int64
    let maxBytes: Int
    private var bytes = 0
    private var isFull = false
    /// The segment of the last batch, with its file.
    private var place: (segment: Segment, file: any LogFile)?
    private let epochs: [LeaderEpochStart]

    init(partition: Partition, shared: LogShared, next: Int64, maxBytes: Int) {
        self.partition = partition
        self.shared = shared
        self.next = next
        self.maxBytes = maxBytes
        epochs = partition.index.withLock { $0.epochs }
    }

    /// The leader epoch in which an offset was given.
    private func leaderEpoch(at offset: Int64) -> Int32 { epochs.last { $0.startOffset <= offset }?.epoch ?? 0 }

    mutating func collect(into slices: inout [BatchSlice]) throws(CommitLogError) {
        while !isFull {
            let (start, copies) = partition.index.withLock { [next] in
                ($0.entriesStart, $0.relocatedRanges.isEmpty ? nil : $0.relocatedRanges.holding(next))
            }
            if let copies {
                guard try collect(copies, into: &slices) else { return }
                continue
            }
            if next < start {
                // The list of segments is taken after the partition's start: what has left the partition's own index is
                // in a segment's index by then.
                let lookup = shared.lookup(partition)
                let begin = next
                var isInterrupted = false
                _ = try lookup.forEach(from: next) { (segment, entry) throws(CommitLogError) in
                    // There are no holes but where segments were deleted: copies follow, or nothing is left before here.
                    isInterrupted = entry.baseOffset > next
                    if isInterrupted { return false }
                    return try add(entry, segment, &slices)
                }
                if isFull { return }
                // Behind what was found copies may follow.
                if next > begin { continue }
                if !isInterrupted {
                    next = start
                } else if partition.index.withLock({ $0.relocatedRanges.holding(begin) == nil }) {
                    return
                }
                continue
            }
            let wanted = next
            let entries = partition.index.withLock { index -> [IndexEntry]? in
                guard wanted >= index.entriesStart else { return nil }
                return upToLimit(index.entries, from: index.entries.firstIndex { $0.lastOffset >= wanted })
            }
            // Sealed just now: once more, from there.
            guard let entries else { continue }
            let segments = shared.segments.withLock { $0 }
            for entry in entries {
                guard let segment = segments.containing(entry.position) else { return }
                guard try add(entry, segment, &slices) else { return }
            }
            return
        }
    }

    /// Gathers copies of relocated batches.
    /// - Returns: false if they are not where they were said to be: their segment is being deleted.
    private mutating func collect(
        _ range: RelocatedRange,
        into slices: inout [BatchSlice]
    ) throws(CommitLogError) -> Bool {
        let (begin, wanted) = (next, next)
        guard let segment = shared.segments.withLock({ $0.containing(range.segment) }), segment.start == range.segment
        else { return false }
        var entries = partition.index.withLock { $0.copies(from: wanted, in: segment) }
        if entries.isEmpty {
            guard segment.end != nil else { return false }
            entries = try shared.indexes.ask(segment) { (view) throws(FileSystemError) in
                try view.row(partition.id).flatMap { (row) throws(FileSystemError) in
                    try view.entries(partition.id, row, relocated: true) { $0.lastOffset >= wanted }
                        .map { Array($0.entries[$0.index...]) }
                }
            }
        }
        for entry in entries where entry.lastOffset >= next {
            guard entry.baseOffset <= range.lastOffset, entry.baseOffset <= next else { break }
            guard try add(entry, segment, &slices) else { return true }
        }
        return next > begin
    }

    private func upToLimit(_ entries: [IndexEntry], from first: Int) -> [IndexEntry] {
        var end = first
        var sum = bytes
        while end < entries.count {
            sum += Int(entries[end].byteLength)
            guard end == first || sum <= maxBytes else { break }
            end += 1
        }
        return Array(entries[first..<end])
    }

    /// - Returns: false if the list is full.
    private mutating func add(
        _ entry: IndexEntry,
        _ segment: Segment,
        _ slices: inout [BatchSlice]
    ) throws(CommitLogError) -> Bool {
        guard bytes == 0 || bytes + Int(entry.byteLength) <= maxBytes else {
            isFull = true
            return false
        }
        let file: any LogFile
        if let place, place.segment === segment {
            file = place.file
        } else {
            do throws(FileSystemError) { file = try segment.file } catch {
                throw error.asLogError(position: entry.position)
            }
            place = (segment, file)
        }
        bytes += Int(entry.byteLength)
        next = entry.lastOffset + 1
        slices.append(
            BatchSlice(
                segment: segment,
                file: file,
                position: entry.position,
                byteLength: Int(entry.byteLength),
                baseOffset: entry.baseOffset,
                lastOffset: entry.lastOffset,
                leaderEpoch: leaderEpoch(at: entry.baseOffset)
            )
        )
        return true
    }
}
