/// One database server whose changes are carried.
public struct SourceConfiguration: Sendable, Equatable {
    /// Identity of the source and first part of its topics' names.
    public var name: String
    public var host = "127.0.0.1"
    public var port = 3306
    public var user = "leat"
    public var password = ""
    public var tls = SourceTLS()
    /// The id under which Leat registers as a replica; nil finds a free one.
    public var serverID: UInt32?
    /// Where to begin when the queue holds no position of this source yet.
    public var start = StartPlace.earliest
    /// What is captured from this source; names are unique.
    public var pipelines: [PipelineConfiguration] = []
    /// How long one attempt to connect may take.
    public var connectTimeout = Duration.seconds(10)
    /// The server says at this interval that it lives when it has no changes.
    public var heartbeatInterval = Duration.seconds(5)
    /// Silence after which the connection counts as lost.
    public var readTimeout = Duration.seconds(30)
    /// How long the server may take to accept what Leat sends.
    public var writeTimeout = Duration.seconds(30)
    /// How long the server waits for Leat to take changes: the longest time that a full queue may hold them back.
    public var netWriteTimeout = Duration.seconds(3600)
    /// The wait after the first failed attempt to connect; it doubles each time, with jitter, up to `retryIntervalMax`.
    public var retryIntervalMin = Duration.milliseconds(100)
    public var retryIntervalMax = Duration.seconds(15)
    /// The largest event that is accepted from the server.
    public var packetBytesMax = 1 << 30
    /// Bytes read from the server and not yet decoded that may wait in memory.
    public var bufferBytesMax = 8 << 20
    /// The largest transaction, encoded and compressed: it has to fit on the disk, not into memory.
    public var transactionBytesMax = 64 << 30
    /// What is gathered of a transaction goes to the disk at this size, compressed, although its end has not come.
    public var chainPartBytes = 8 << 20
    /// The largest transaction, in bytes of the binlog, whose events are kept until its end is known (XA).
    public var stashBytesMax = 4 << 30
    /// What happens at a statement that changes rows and stands in the binlog as text.
    public var statementEvents = StatementEvents.stop

    public init(name: String) { self.name = name }
}

/// What happens at a statement that changes rows and stands in the binlog as text: its rows are not known.
public enum StatementEvents: String, Sendable, CaseIterable {
    /// The source stops, and names it.
    case stop
    /// It is passed over, counted and named in the log.
    case skip
}

/// How the connection to a source is secured.
public struct SourceTLS: Sendable, Equatable {
    public var mode = SourceTLSMode.preferred
    /// PEM file with the authorities that may have signed the server's certificate; nil takes the system's.
    public var ca: String?
    /// PEM file with Leat's own certificate, for servers that ask for one.
    public var certificate: String?
    /// PEM file with the certificate's key.
    public var key: String?

    public init() {}
}

/// How much of TLS a source must offer.
public enum SourceTLSMode: String, Sendable, CaseIterable {
    /// Never.
    case disabled
    /// When the server offers it; its certificate is not checked.
    case preferred
    /// Always; its certificate is not checked.
    case required
    /// Always, with a certificate signed by a known authority.
    case verifyCA = "verify-ca"
    /// Always, with a certificate signed by a known authority for this host name.
    case verifyIdentity = "verify-identity"
}

/// Where a source begins when the queue holds no position of it.
public enum StartPlace: Sendable, Equatable {
    /// At the oldest binlog file that the server still has.
    case earliest
    /// At the changes committed after the first connection.
    case latest
    /// After every transaction of this GTID set.
    case gtid(String)
    /// At a byte of a binlog file.
    case file(String, position: UInt64)
}
