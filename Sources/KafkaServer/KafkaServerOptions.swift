extension KafkaServer {
    /// Where the server listens, what it tells clients about itself, and how much it takes on.
    public struct Options: Sendable, Equatable {
        /// Address to listen on. Default 127.0.0.1.
        public var host: String
        /// Port to listen on; 0 takes a free one. Default 9092.
        public var port: Int
        /// Address that clients are told to connect to; nil is `host`. An address of this machine alone (127.0.0.1)
        /// is of no use to clients elsewhere.
        public var advertisedHost: String?
        /// Port that clients are told to connect to; nil is the port listened on.
        public var advertisedPort: Int?
        /// Largest request in bytes; a larger one ends its connection. Default 16 MiB.
        public var requestBytesMax = 16 << 20
        /// Largest Fetch response in bytes, one batch that is larger by itself excepted. Default 8 MiB.
        public var fetchBytesMax = 8 << 20
        /// Largest batch that is decompressed to look a time up, in bytes. Default 128 MiB.
        public var batchBytesMax = 128 << 20
        /// Bytes of Fetch responses that may be under way on all connections; beyond it responses shrink to one batch.
        /// Default 64 MiB.
        public var responseBytesMax = 64 << 20
        /// Longest that a Fetch without data is held back, in milliseconds. Default 60 s.
        public var fetchWaitMillisecondsMax = 60_000
        /// Connections at one time; further ones are closed at once. Default 1,000.
        public var connectionsMax = 1_000
        /// Seconds without a byte received or sent after which a connection is closed. Default 10 min.
        public var idleSecondsMax = 600
        /// Longest text that a consumer may store beside an offset, in bytes. Default 4,096.
        public var offsetMetadataBytesMax = 4_096
        /// Largest record batch that is taken from a producer, in bytes; a larger one is refused. Default 8 MiB.
        public var producedBatchBytesMax = 8 << 20
        /// Batches of one Produce request are stored together up to so many bytes. Default 4 MiB.
        public var producedFrameBytesMax = 4 << 20
        /// How far in the future the timestamps of produced records may lie, in milliseconds. Default 1 h.
        public var producedAheadMillisecondsMax: Int64 = 3_600_000
        /// Threads that read the log for clients. Default 4.
        public var readerThreads = 4
        /// Threads that serve the sockets. Default 1.
        public var networkThreads = 1
        /// A topic that a client asks for by name, and that is not there, is made, unless the client wants it otherwise.
        /// Default false: a wrong name stays an error.
        public var autoCreatesTopics = false
        /// Partitions of a topic that is made without saying how many. Default 1.
        public var autoCreatePartitions = 1
        /// Consumer groups.
        public var groups = GroupLimits()

        public init(
            host: String = "127.0.0.1",
            port: Int = 9092,
            advertisedHost: String? = nil,
            advertisedPort: Int? = nil
        ) {
            self.host = host
            self.port = port
            self.advertisedHost = advertisedHost
            self.advertisedPort = advertisedPort
        }
    }
}
