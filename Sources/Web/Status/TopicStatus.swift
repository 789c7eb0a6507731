/// One topic of the queue.
public struct TopicStatus: Codable, Sendable, Equatable {
    public var name: String
    /// Records that can be read now, over all partitions.
    public var records: Int64
    /// In the order of their numbers.
    public var partitions: [PartitionStatus]

    public init(name: String, partitions: [PartitionStatus]) {
        self.name = name
        self.partitions = partitions
        records = partitions.reduce(0) { $0 + ($1.endOffset - $1.startOffset) }
    }
}

/// The offsets of one partition.
public struct PartitionStatus: Codable, Sendable, Equatable {
    public var partition: Int32
    /// Offset of the first record that can be read.
    public var startOffset: Int64
    /// Offset after the last record that can be read.
    public var endOffset: Int64

    public init(partition: Int32, startOffset: Int64, endOffset: Int64) {
        self.partition = partition
        self.startOffset = startOffset
        self.endOffset = endOffset
    }
}
