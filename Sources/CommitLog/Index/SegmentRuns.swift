/// The index of a segment in memory: from its sealing, or its rebuilding, until the file is written.
final class SegmentRuns: Sendable {
    /// The batches of one partition in the segment.
    struct Run: Sendable {
        /// Next offset of the partition where the segment begins.
        var startOffset: Int64 = 0
        /// Largest timestamp of the partition before the segment.
        var maxTimestampBefore: Int64 = .min
        /// In the order of offsets, which is that of positions.
        var entries: [IndexEntry] = []
        /// Batches that were moved here from an older segment, with their original offsets, in the order of these.
        var relocated: [IndexEntry] = []

        /// In the order of offsets, which for these is not that of positions; the newest copy of an offset first.
        mutating func sortRelocated() {
            relocated.sort { ($0.baseOffset, $1.position) < ($1.baseOffset, $0.position) }
        }
    }

    let summary: SegmentSummary
    /// By partition number; partitions that were made later are missing.
    let runs: [Run]

    init(summary: SegmentSummary, runs: [Run]) {
        self.summary = summary
        self.runs = runs
    }

    func run(_ partition: PartitionID) -> Run { Int(partition) < runs.count ? runs[Int(partition)] : Run() }

    /// As the file's table has it.
    func row(_ partition: PartitionID) -> IndexRow {
        let run = run(partition)
        return IndexRow(
            startOffset: run.startOffset,
            maxTimestampBefore: run.maxTimestampBefore,
            first: 0,
            count: run.entries.count,
            relocatedFirst: 0,
            relocatedCount: run.relocated.count
        )
    }
}

/// Where the batches of one partition stand in a segment's index.
struct IndexRow: Equatable, Sendable {
    /// Next offset of the partition where the segment begins.
    var startOffset: Int64 = 0
    /// Largest timestamp of the partition before the segment.
    var maxTimestampBefore: Int64 = .min
    /// Bytes of its batches in the segment, relocated ones aside; 0 in a row of an index in memory.
    var byteCount: UInt64 = 0
    /// Number of its first entry in the file, and how many follow.
    var first = 0
    var count = 0
    /// The same of relocated batches.
    var relocatedFirst = 0
    var relocatedCount = 0
}
