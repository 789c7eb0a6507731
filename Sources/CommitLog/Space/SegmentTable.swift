/// A sealed segment as retention sees it.
struct SegmentAge: Equatable {
    var start: UInt64
    var end: UInt64
    /// When its last frame was appended (µs).
    var lastAppendTime: Int64

    var byteCount: UInt64 { end - start }
}

/// What a segment holds of each partition, by partition number. Numbers beyond the end: partitions that did not exist.
struct SegmentTable: Equatable {
    /// Next offset of the partition where the segment begins.
    var startOffsets: [Int64]
    /// Bytes of its batches in the segment, copies from other segments aside.
    var bytes: [UInt64]
    /// Bytes of copies from other segments, of all partitions.
    var relocatedBytes: UInt64 = 0

    func startOffset(_ partition: Int) -> Int64 { partition < startOffsets.count ? startOffsets[partition] : 0 }
    func byteCount(_ partition: Int) -> UInt64 { partition < bytes.count ? bytes[partition] : 0 }
}

/// Where the tables of living segments come from: index files, or a test.
protocol SegmentTables {
    /// - Parameter index: place among the sealed segments; their count stands for the one being written.
    func table(_ index: Int) throws(CommitLogError) -> SegmentTable
}
