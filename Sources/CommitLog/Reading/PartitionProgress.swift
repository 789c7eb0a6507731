/// How far a partition has come, for rates.
public struct PartitionProgress: Sendable, Equatable {
    public let logStartOffset: Int64
    public let highWatermark: Int64
    /// Bytes of batches that became visible since the log was opened.
    public let bytesVisible: UInt64
}

extension CommitLog {
    /// All partitions, the one with number n at n; those that were deleted too. One short lock a partition.
    public func progress() -> [PartitionProgress] {
        shared.state.withLock { $0.partitions }.map { partition in
            partition.index.withLock {
                PartitionProgress(
                    logStartOffset: $0.logStartOffset, highWatermark: $0.highWatermark, bytesVisible: $0.bytesVisible)
            }
        }
    }
}
