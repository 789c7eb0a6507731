/// The tables of an open log's segments, as of one moment.
struct IndexedTables: SegmentTables {
    private let shared: LogShared
    /// Those that have an index, oldest first.
    let segments: [Segment]
    /// The first segment that has none, which is never given up.
    let active: Segment
    let partitions: [Partition]
    /// Next offset of each partition at that position.
    private var activeStarts: [Int64] = []
    /// Bytes of each partition's batches from there on.
    private(set) var activeBytes: [UInt64] = []

    init(_ shared: LogShared) {
        self.shared = shared
        while true {
            let all = shared.segments.withLock { $0 }
            let sealed = Array(all.prefix { $0.end != nil })
            let partitions = shared.state.withLock { $0.partitions }
            guard sealed.count < all.count else { continue }
            let active = all[sealed.count]
            let rows = partitions.map { $0.index.withLock { $0.start(at: active.start) } }
            // Sealed meanwhile: some of its batches may have left the partitions' own index before they were counted.
            guard active.end == nil else { continue }
            segments = sealed
            self.active = active
            self.partitions = partitions
            activeStarts = rows.map(\.offset)
            activeBytes = rows.map(\.bytes)
            return
        }
    }

    func table(_ index: Int) throws(CommitLogError) -> SegmentTable {
        guard index < segments.count else { return SegmentTable(startOffsets: activeStarts, bytes: []) }
        return try shared.indexes.ask(segments[index]) { (view) throws(FileSystemError) in try view.table() }
    }
}

extension PartitionIndex {
    /// The offset with which a segment begins whose batches stand here, and the bytes of these and all later ones.
    fileprivate func start(at position: UInt64) -> (offset: Int64, bytes: UInt64) {
        let first = entries.firstIndex { $0.position >= position }
        let bytes = entries[first...].reduce(0) { $0 + UInt64($1.byteLength) }
        return (first < entries.count ? entries[first].baseOffset : highWatermark, bytes)
    }
}
