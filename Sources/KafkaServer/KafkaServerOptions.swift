extension KafkaServer {
    /// Where the server listens, what it tells clients about itself, and how much it takes on.
    public struct Options: Sendable, Equatable {
        /// The addresses that clients connect to, each on its own terms.
        public var listeners: [Listener]
        /// Largest request in bytes; a larger one ends its connection. Default 16 MiB.
        public var requestBytesMax = 16 << 20
        /// Largest Fetch response in bytes, one batch that is larger by itself excepted. Default 8 MiB.
        public var fetchBytesMax = 8 << 20
        /// Largest batch that is decompressed to look a time up, in bytes. Default 128 MiB.
        public var batchBytesMax = 128 << 20
        /// Bytes of batches that one search for a time reads at most, where times do not grow; beyond it the answer is
        /// an earlier offset. Default 64 MiB.
        public var timeSearchBytesMax = 64 << 20
        /// Bytes of Fetch responses that may be under way on all connections; beyond it responses shrink to one batch.
        /// Default 64 MiB.
        public var responseBytesMax = 64 << 20
        /// Bytes of memory of such responses that are kept to be filled again. Default 32 MiB.
        public var responseBuffersBytesMax = 32 << 20
        /// Batches of this size on are sent from the page cache without being read, on connections without TLS. Below it
        /// the calls cost more than the copy. Default 512 KiB.
        public var zeroCopyBytesMin = 512 << 10
        /// Longest that a Fetch without data is held back, in milliseconds. Default 60 s.
        public var fetchWaitMillisecondsMax = 60_000
        /// Connections at one time; further ones are closed at once. Default 4,000.
        public var connectionsMax = 4_000
        /// Longest that a client may take for the TLS handshake and its login, in milliseconds. Default 10 s.
        public var loginMillisecondsMax = 10_000
        /// How long a failed login waits for its answer, in milliseconds. Default 500 ms.
        public var failedLoginDelayMilliseconds = 500
        /// Seconds without a byte received or sent after which a connection is closed. Default 10 min.
        public var idleSecondsMax = 600
        /// Longest text that a consumer may store beside an offset, in bytes. Default 4,096.
        public var offsetMetadataBytesMax = 4_096
        /// Largest record batch that is taken from a producer, in bytes; a larger one is refused. Default 8 MiB.
        public var producedBatchBytesMax = producedBatchBytesUsual
        static let producedBatchBytesUsual = 8 << 20
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
        /// What is remembered of clients that fetch the same partitions again and again.
        public var fetchSessions = FetchSessionLimits()
        /// Consumer groups.
        public var groups = GroupLimits()

        /// One listener in plain text, open to everybody.
        public init(
            host: String = "127.0.0.1",
            port: Int = 9092,
            advertisedHost: String? = nil,
            advertisedPort: Int? = nil
        ) {
            self.init(listeners: [
                Listener(host: host, port: port, advertisedHost: advertisedHost, advertisedPort: advertisedPort)
            ])
        }

        public init(listeners: [Listener]) { self.listeners = listeners }
    }
}
