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

    init(partition: Partition, shared: LogShared, next: Int64, maxBytes: Int) {
        self.partition = partition
        self.shared = shared
        self.next = next
        self.maxBytes = maxBytes
    }

    mutating func collect(into slices: inout [BatchSlice]) throws(CommitLogError) {
        while !isFull {
            let start = partition.index.withLock { $0.entriesStart }
            if next < start {
                // The list of segments is taken after the partition's start: what has left the partition's own index is
                // in a segment's index by then.
                let lookup = shared.lookup(partition)
                _ = try lookup.forEach(from: next) { (segment, entry) throws(CommitLogError) in
                    try add(entry, segment, &slices)
                }
                if !isFull { next = max(next, start) }
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
                lastOffset: entry.lastOffset
            )
        )
        return true
    }
}
