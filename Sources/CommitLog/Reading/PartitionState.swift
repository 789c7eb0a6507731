/// What of a partition can be read.
public struct PartitionState: Sendable, Equatable {
    /// First offset that can be read.
    public let logStartOffset: Int64
    /// Offset after the last one that can be read.
    public let highWatermark: Int64
    /// Grows when a crash in a relaxed durability mode may have taken visible records back.
    public let leaderEpoch: Int32
}
