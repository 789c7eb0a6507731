/// How one source database is reached, and how long Leat waits for it.
public struct SourceOptions: Sendable {
    /// The source's name in configuration, logs and topics.
    public var name: String
    /// Host name or address; always reached over TCP, `localhost` too.
    public var host: String
    public var port: UInt16
    public var user: String
    public var password: String
    public var tls: TLSOptions
    /// The id under which Leat registers as a replica.
    public var serverId: ServerIdChoice

    /// How often an idle server says that it is alive. Milliseconds, default 5,000.
    public var heartbeatMilliseconds: Int
    /// Longest wait for name resolution's answer and the TCP connect. Seconds, default 10.
    public var connectTimeoutSeconds: Int
    /// Silence after which the connection counts as broken; several heartbeats long. Seconds, default 30.
    public var readTimeoutSeconds: Int
    /// Longest wait for the server to take what Leat sends. Seconds, default 30.
    public var writeTimeoutSeconds: Int
    /// How long the server waits for Leat to take events before it gives the connection up: the longest time that a
    /// full queue may hold the stream back. Seconds, default 3,600.
    public var netWriteTimeoutSeconds: Int
    /// Largest event that is accepted. Bytes, default and protocol limit 1 GiB.
    public var packetBytesMax: Int
    /// Directory of libmariadb's authentication plugins; nil looks beside the library and in the usual places.
    public var pluginDirectory: String?

    public init(
        name: String,
        host: String,
        port: UInt16 = 3306,
        user: String,
        password: String,
        tls: TLSOptions = TLSOptions(mode: .preferred),
        serverId: ServerIdChoice = .automatic
    ) {
        self.name = name
        self.host = host
        self.port = port
        self.user = user
        self.password = password
        self.tls = tls
        self.serverId = serverId
        heartbeatMilliseconds = 5_000
        connectTimeoutSeconds = 10
        readTimeoutSeconds = 30
        writeTimeoutSeconds = 30
        netWriteTimeoutSeconds = 3_600
        packetBytesMax = 1 << 30
        pluginDirectory = nil
    }

    /// `host:port`, as errors name the server.
    public var address: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}

/// The replica id that Leat uses: every replica of a server, and the server itself, needs its own.
public enum ServerIdChoice: Sendable, Equatable {
    /// A free id is found when the source starts.
    case automatic
    /// This id; a collision is an error.
    case fixed(UInt32)
}
