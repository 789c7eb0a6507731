/// Where the index of a sealed segment is.
enum SegmentIndex {
    /// Nobody has asked yet, or what was there is not to be trusted.
    case unread
    /// In memory; the file is about to be written.
    case memory(SegmentRuns)
    /// In its file, whose checksum was right when it was first used.
    case file(IndexFile)
}

/// An index that can be asked.
enum SegmentIndexView {
    case memory(SegmentRuns)
    case file(IndexFile, any LogFile)

    var summary: SegmentSummary {
        switch self {
        case .memory(let runs): runs.summary
        case .file(let header, _): header.summary
        }
    }

    /// Entries that are read from a file at a time.
    static let chunkEntries = 512

    /// - Returns: nil from here on down means: the file is not what it was when it was checked.
    func row(_ partition: PartitionID) throws(FileSystemError) -> IndexRow? {
        switch self {
        case .memory(let runs): runs.row(partition)
        case .file(let header, let file): try header.row(partition, file)
        }
    }

    /// The entries of a partition around the first that has reached something; empty if none has.
    /// - Parameters:
    ///   - relocated: look among the batches that were moved here instead.
    ///   - isReached: must hold for all entries after one for which it holds.
    /// - Returns: a part of the run, and where in it that entry stands.
    func entries(
        _ partition: PartitionID,
        _ row: IndexRow,
        relocated: Bool = false,
        where isReached: (IndexEntry) -> Bool
    ) throws(FileSystemError) -> (entries: [IndexEntry], index: Int, isLastOfRun: Bool)? {
        switch self {
        case .memory(let runs):
            let run = runs.run(partition)
            let entries = relocated ? run.relocated : run.entries
            return (entries, entries.firstIndex(where: isReached), true)
        case .file(let header, let file):
            var row = row
            if relocated { (row.first, row.count) = (row.relocatedFirst, row.relocatedCount) }
            var low = 0
            var high = (row.count + Self.chunkEntries - 1) / Self.chunkEntries
            // The first chunk whose last entry has reached it.
            while low < high - 1 {
                let middle = (low + high - 1) / 2
                let last = row.first + min((middle + 1) * Self.chunkEntries, row.count) - 1
                guard let entry = try header.entries(last..<last + 1, file)?.first else { return nil }
                if isReached(entry) { high = middle + 1 } else { low = middle + 1 }
            }
            let end = min((low + 1) * Self.chunkEntries, row.count)
            guard low * Self.chunkEntries < end else { return ([], 0, true) }
            let range = row.first + low * Self.chunkEntries..<row.first + end
            guard let entries = try header.entries(range, file) else { return nil }
            return (entries, entries.firstIndex(where: isReached), end == row.count)
        }
    }

    /// The relocated batches of a partition in the segment.
    func relocated(_ partition: PartitionID, _ row: IndexRow) throws(FileSystemError) -> [IndexEntry]? {
        switch self {
        case .memory(let runs): runs.run(partition).relocated
        case .file(let header, let file):
            try header.entries(row.relocatedFirst..<row.relocatedFirst + row.relocatedCount, file)
        }
    }

    /// What the segment holds of each partition.
    func table() throws(FileSystemError) -> SegmentTable? {
        switch self {
        case .memory(let runs):
            SegmentTable(
                startOffsets: runs.runs.map(\.startOffset),
                bytes: runs.runs.map(\.byteCount),
                relocatedBytes: runs.runs.reduce(0) { $0 + $1.relocatedByteCount }
            )
        case .file(let header, let file): try header.table(file)
        }
    }
}

extension [IndexEntry] {
    /// Index of the first entry for which `isReached` holds; it must hold for all after it.
    func firstIndex(where isReached: (IndexEntry) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if isReached(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
