import Access

extension KafkaServer {
    /// One address at which clients are served, and on which terms.
    public struct Listener: Sendable, Equatable {
        /// Address to listen on. Default 127.0.0.1.
        public var host: String
        /// Port to listen on; 0 takes a free one. Default 9092.
        public var port: Int
        /// Address that clients who came in here are told to connect to; nil is `host`. An address of this machine alone
        /// (127.0.0.1) is of no use to clients elsewhere.
        public var advertisedHost: String?
        /// Port that clients are told to connect to; nil is the port listened on.
        public var advertisedPort: Int?
        /// Certificate and key; nil serves in plain text.
        public var tls: TLSFiles?
        /// Empty: nobody logs in, and everybody may do everything.
        public var mechanisms: [SASLMechanism]

        public init(
            host: String = "127.0.0.1",
            port: Int = 9092,
            advertisedHost: String? = nil,
            advertisedPort: Int? = nil,
            tls: TLSFiles? = nil,
            mechanisms: [SASLMechanism] = []
        ) {
            self.host = host
            self.port = port
            self.advertisedHost = advertisedHost
            self.advertisedPort = advertisedPort
            self.tls = tls
            self.mechanisms = mechanisms
        }
    }
}
