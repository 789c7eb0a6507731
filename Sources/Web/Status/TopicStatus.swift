/// One topic of the queue.
public struct TopicStatus: Codable, Sendable, Equatable {
    public var name: String
    /// Records that can be read now, over all partitions.
    public var records: Int64
    /// Their bytes in the log, as of the last look that retention had at them; 0 before the first.
    public var bytes: Int64
    /// Records and their bytes that came in, a second.
    public var recordsPerSecond: Double?
    public var bytesPerSecond: Double?
    /// How many partitions it has.
    public var partitionCount: Int
    /// In the order of their numbers; some of them where only some were asked for.
    public var partitions: [PartitionStatus]

    public init(name: String, partitions: [PartitionStatus]) {
        self.name = name
        self.partitions = partitions
        partitionCount = partitions.count
        records = partitions.reduce(0) { $0 + ($1.endOffset - $1.startOffset) }
        bytes = partitions.reduce(0) { $0 + $1.bytes }
    }
}

/// The offsets of one partition.
public struct PartitionStatus: Codable, Sendable, Equatable {
    public var partition: Int32
    /// Offset of the first record that can be read.
    public var startOffset: Int64
    /// Offset after the last record that can be read.
    public var endOffset: Int64
    /// Bytes of the records between them in the log; see `TopicStatus.bytes`.
    public var bytes: Int64
    /// Records and their bytes that came in, a second; nil when there are too many partitions to tell.
    public var recordsPerSecond: Double?
    public var bytesPerSecond: Double?

    public init(partition: Int32, startOffset: Int64, endOffset: Int64, bytes: Int64 = 0) {
        self.partition = partition
        self.startOffset = startOffset
        self.endOffset = endOffset
        self.bytes = bytes
    }
}
