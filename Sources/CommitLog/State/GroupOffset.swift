/// How far a consumer group has read one partition.
public struct GroupOffset: Sendable, Equatable {
    public var partition: PartitionID
    /// The next offset that the group wants.
    public var offset: Int64
    /// Leader epoch of the last record read; -1 unknown.
    public var leaderEpoch: Int32
    /// The consumer's own note, at most 32 KiB.
    public var metadata: String

    public init(partition: PartitionID, offset: Int64, leaderEpoch: Int32 = -1, metadata: String = "") {
        self.partition = partition
        self.offset = offset
        self.leaderEpoch = leaderEpoch
        self.metadata = metadata
    }
}
