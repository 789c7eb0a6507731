import Access
import CommitLog
import Logging
import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// Serves a log to Kafka clients: one broker that leads every partition and coordinates every group.
///
/// Topics that a source feeds can only be read; clients make, change, write and delete topics of their own.
public final class KafkaServer: Sendable {
    private struct State {
        var listeners: [any Channel] = []
        var loops: MultiThreadedEventLoopGroup?
        var ticker: RepeatedTask?
        var watermark: WakeupToken?
        var connections: [ObjectIdentifier: any Channel] = [:]
        var isStopping = false
    }

    private let options: Options
    private let logger: Logger
    let broker: Broker
    private let readers: NIOThreadPool
    private let state = Mutex(State())

    /// - Parameter users: who may log in at listeners that ask for it.
    public init(
        log: CommitLog,
        options: Options = Options(),
        users: Users = Users([]),
        logger: Logger = Logger(label: "leat.kafka")
    ) {
        self.options = options
        self.logger = logger
        readers = NIOThreadPool(numberOfThreads: max(1, options.readerThreads))
        broker = Broker(log: log, options: options, users: users, logger: logger, readers: readers)
    }

    /// The ports that it listens on, in the order of the listeners; none before `start` and after `stop`.
    public var ports: [Int] { state.withLock { $0.listeners.compactMap { $0.localAddress?.port } } }
    /// The port of the first listener.
    public var port: Int? { ports.first }

    /// Counters since the start.
    public var statistics: KafkaServerStatistics {
        broker.statistics.snapshot(fetchesWaiting: broker.waiters.count)
    }

    /// Listens and serves until `stop`.
    ///
    /// - Throws: `KafkaServerError` when an address cannot be listened on, or a listener's certificate or key cannot be
    ///   used; retrying helps once the cause is gone.
    public func start() async throws {
        var endpoints: [Endpoint] = []
        for listener in options.listeners { endpoints.append(try Endpoint(listener)) }
        let loops = MultiThreadedEventLoopGroup(numberOfThreads: max(1, options.networkThreads))
        readers.start()
        broker.administration.start()
        broker.logins.start()
        checkHandleLimit()
        var channels: [any Channel] = []
        for endpoint in endpoints {
            let listener = endpoint.listener
            do {
                let channel = try await bootstrap(loops, endpoint).bind(host: listener.host, port: listener.port).get()
                channels.append(channel)
                endpoint.listens(on: channel.localAddress?.port ?? listener.port)
            } catch {
                for channel in channels { try? await channel.close() }
                try? await loops.shutdownGracefully()
                try? await readers.shutdownGracefully()
                try? await broker.logins.shutdownGracefully()
                try? await broker.administration.shutdownGracefully()
                throw KafkaServerError(listeningOn: "\(listener.host):\(listener.port)", port: listener.port, error)
            }
        }
        let listening = channels
        let ticker = loops.next().scheduleRepeatedTask(
            initialDelay: .milliseconds(50),
            delay: .milliseconds(50)
        ) { [broker] _ in
            broker.groups.expire()
            broker.expireOffsetsIfDue()
        }
        let watermark = broker.log.onMove { [waiters = broker.waiters] in waiters.moved($0) }
        state.withLock { state in
            state.listeners = listening
            state.loops = loops
            state.ticker = ticker
            state.watermark = watermark
        }
        for endpoint in endpoints { logger.info("serving Kafka clients on \(endpoint)") }
    }

    private func checkHandleLimit() {
        let limit = HandleLimit.raise(to: HandleLimit.needed(connectionsMax: options.connectionsMax))
        guard limit < HandleLimit.needed(connectionsMax: options.connectionsMax) else { return }
        logger.warning(
            """
            the limit of open files is \(limit): not all of \(options.connectionsMax) connections can be served; \
            remedy: \(HandleLimit.remedy(connectionsMax: options.connectionsMax))
            """
        )
    }

    /// Takes no more connections, answers what is under way, and closes.
    ///
    /// - Parameter graceMilliseconds: how long answers under way may take.
    public func stop(graceMilliseconds: Int = 2_000) async {
        let (listeners, loops, ticker, watermark) = state.withLock { state in
            state.isStopping = true
            return (state.listeners, state.loops, state.ticker, state.watermark)
        }
        guard let loops else { return }
        for listener in listeners { try? await listener.close() }
        ticker?.cancel()
        if let watermark { broker.log.removeMove(watermark) }
        broker.waiters.close()
        broker.groups.shutDown()
        for connection in openConnections {
            connection.pipeline.fireUserInboundEventTriggered(StopServing())
        }
        let deadline = ContinuousClock.now + .milliseconds(graceMilliseconds)
        while !openConnections.isEmpty, ContinuousClock.now < deadline { try? await Task.sleep(for: .milliseconds(10)) }
        for connection in openConnections { connection.close(promise: nil) }
        try? await readers.shutdownGracefully()
        try? await broker.administration.shutdownGracefully()
        try? await broker.logins.shutdownGracefully()
        try? await loops.shutdownGracefully()
        state.withLock { state in
            state.listeners = []
            state.loops = nil
            state.ticker = nil
        }
    }

    private var openConnections: [any Channel] { state.withLock { Array($0.connections.values) } }

    private func bootstrap(_ loops: MultiThreadedEventLoopGroup, _ endpoint: Endpoint) -> ServerBootstrap {
        ServerBootstrap(group: loops)
            .serverChannelOption(.backlog, value: 256)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.autoRead, value: false)
            .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
            .childChannelOption(.socketOption(.so_keepalive), value: 1)
            .childChannelInitializer { [self] channel in
                guard admit(channel) else {
                    broker.statistics.connectionRefused()
                    logger.warning("connection refused: \(options.connectionsMax) are open, the limit")
                    return channel.close()
                }
                return channel.eventLoop.makeCompletedFuture { try addHandlers(channel, endpoint) }
            }
    }

    /// Counts a new connection in, unless there are too many or the server stops.
    private func admit(_ channel: any Channel) -> Bool {
        let key = ObjectIdentifier(channel)
        let isAdmitted = state.withLock { state in
            guard !state.isStopping, state.connections.count < options.connectionsMax else { return false }
            state.connections[key] = channel
            return true
        }
        guard isAdmitted else { return false }
        channel.closeFuture.whenComplete { [self] _ in
            state.withLock { _ = $0.connections.removeValue(forKey: key) }
        }
        return true
    }

    private func addHandlers(_ channel: any Channel, _ endpoint: Endpoint) throws {
        let pipeline = channel.pipeline.syncOperations
        if let tls = endpoint.tls {
            let check = TLSGreetingCheck { [broker] context in
                let host = context.remoteAddress?.ipAddress ?? ""
                broker.statistics.requestRefused()
                broker.strangers.log(.warning) { more in
                    "closing the connection of \(host): it speaks plain text, and \(endpoint.listener.host):"
                        + "\(endpoint.port) takes TLS only; set the client's security.protocol to "
                        + "\(endpoint.asksForLogin ? "SASL_SSL" : "SSL")\(more)"
                }
            }
            try pipeline.addHandlers([check, NIOSSLServerHandler(context: tls)])
        }
        try pipeline.addHandler(ConnectionHandler(broker: broker, options: options, endpoint: endpoint))
    }
}
