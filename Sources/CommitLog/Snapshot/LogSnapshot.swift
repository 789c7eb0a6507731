/// What a log knows beside its records, apart from the files that hold it: enough to go on in an empty directory
/// without an offset being given twice.
public struct LogSnapshot: Sendable, Equatable {
    /// A source and its place.
    public struct Source: Sendable, Equatable {
        public var name: String
        /// The merged checkpoint; empty before the source's first position.
        public var checkpoint: [UInt8]
        /// What frames have said of its tables, by key.
        public var definitions: [String: [UInt8]]

        public init(name: String, checkpoint: [UInt8], definitions: [String: [UInt8]] = [:]) {
            self.name = name
            self.checkpoint = checkpoint
            self.definitions = definitions
        }
    }

    /// A partition's offsets.
    public struct Partition: Sendable, Equatable {
        /// First offset that could be read; a log made from the snapshot begins at `nextOffset`.
        public var startOffset: Int64
        public var nextOffset: Int64
        /// The largest timestamp of all records so far, ms since 1970; `.min` before the first.
        public var maxTimestamp: Int64
        /// Oldest first, never empty.
        public var epochs: [LeaderEpochStart]

        public init(startOffset: Int64, nextOffset: Int64, maxTimestamp: Int64, epochs: [LeaderEpochStart]) {
            self.startOffset = startOffset
            self.nextOffset = nextOffset
            self.maxTimestamp = maxTimestamp
            self.epochs = epochs
        }
    }

    /// A topic with what may not change while it lives.
    public struct Topic: Sendable, Equatable {
        public var name: String
        public var uuid: LogUUID
        public var properties: [String: String]
        /// What was set at run time; nil follows the configuration.
        public var retention: TopicRetention?
        /// In Kafka's order.
        public var partitions: [Partition]

        public init(
            name: String,
            uuid: LogUUID,
            properties: [String: String],
            retention: TopicRetention? = nil,
            partitions: [Partition]
        ) {
            self.name = name
            self.uuid = uuid
            self.properties = properties
            self.retention = retention
            self.partitions = partitions
        }
    }

    /// How far a group has read one partition.
    public struct Commit: Sendable, Equatable {
        public var topic: String
        /// Kafka's number, within the topic.
        public var partition: Int
        public var offset: Int64
        public var leaderEpoch: Int32
        public var metadata: String

        public init(topic: String, partition: Int, offset: Int64, leaderEpoch: Int32, metadata: String) {
            self.topic = topic
            self.partition = partition
            self.offset = offset
            self.leaderEpoch = leaderEpoch
            self.metadata = metadata
        }
    }

    public var uuid: LogUUID
    /// Position after the last frame.
    public var endPosition: UInt64
    /// Of the last frame.
    public var lastSequence: UInt64
    /// Of the process that wrote it.
    public var logEpoch: UInt32
    /// In the order of their numbers.
    public var sources: [Source] = []
    /// In the order of their creation.
    public var topics: [Topic] = []
    /// By name; the commits in the order of topics and partitions.
    public var groups: [String: [Commit]] = [:]
    /// XA transactions that are prepared and not yet decided. Their rows are in the log alone, not in the snapshot.
    public var prepared: [PreparedTransaction] = []

    public init(uuid: LogUUID, endPosition: UInt64, lastSequence: UInt64, logEpoch: UInt32) {
        self.uuid = uuid
        self.endPosition = endPosition
        self.lastSequence = lastSequence
        self.logEpoch = logEpoch
    }
}

extension LeaderEpochStart {
    public init(_ epoch: Int32, from startOffset: Int64) { self.init(epoch: epoch, startOffset: startOffset) }
}
