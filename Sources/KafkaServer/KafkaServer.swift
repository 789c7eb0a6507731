import CommitLog
import Glibc
import Logging
import NIOCore
import NIOPosix
import Synchronization

/// Serves a log to Kafka clients: one broker that leads every partition and coordinates every group.
///
/// Topics that a source feeds can only be read; clients make, change, write and delete topics of their own.
public final class KafkaServer: Sendable {
    private struct State {
        var listener: (any Channel)?
        var loops: MultiThreadedEventLoopGroup?
        var ticker: RepeatedTask?
        var watermark: WakeupToken?
        var connections: [ObjectIdentifier: any Channel] = [:]
        var isStopping = false
    }

    private let options: Options
    private let logger: Logger
    private let broker: Broker
    private let readers: NIOThreadPool
    private let state = Mutex(State())

    public init(log: CommitLog, options: Options = Options(), logger: Logger = Logger(label: "leat.kafka")) {
        self.options = options
        self.logger = logger
        readers = NIOThreadPool(numberOfThreads: max(1, options.readerThreads))
        broker = Broker(log: log, options: options, logger: logger, readers: readers)
    }

    /// The port that it listens on; nil before `start` and after `stop`.
    public var port: Int? { state.withLock { $0.listener?.localAddress?.port } }

    /// Counters since the start.
    public var statistics: KafkaServerStatistics {
        broker.statistics.snapshot(fetchesWaiting: broker.waiters.count)
    }

    /// Listens and serves until `stop`.
    ///
    /// - Throws: `KafkaServerError` when the address cannot be listened on; retrying helps once the cause is gone.
    public func start() async throws {
        let loops = MultiThreadedEventLoopGroup(numberOfThreads: max(1, options.networkThreads))
        readers.start()
        broker.administration.start()
        let listener: any Channel
        do {
            listener = try await bootstrap(loops).bind(host: options.host, port: options.port).get()
        } catch {
            try? await loops.shutdownGracefully()
            try? await readers.shutdownGracefully()
            try? await broker.administration.shutdownGracefully()
            throw bindFailure(error)
        }
        let port = listener.localAddress?.port ?? options.port
        broker.advertised.withLock { $0.port = Int32(clamping: options.advertisedPort ?? port) }
        let ticker = loops.next().scheduleRepeatedTask(
            initialDelay: .milliseconds(50),
            delay: .milliseconds(50)
        ) { [broker] _ in
            broker.groups.expire()
        }
        let watermark = broker.log.onWatermark { [waiters = broker.waiters] in waiters.watermarkMoved() }
        state.withLock { state in
            state.listener = listener
            state.loops = loops
            state.ticker = ticker
            state.watermark = watermark
        }
        logger.info("serving Kafka clients on \(options.host):\(port)")
    }

    /// Takes no more connections, answers what is under way, and closes.
    ///
    /// - Parameter graceMilliseconds: how long answers under way may take.
    public func stop(graceMilliseconds: Int = 2_000) async {
        let (listener, loops, ticker, watermark) = state.withLock { state in
            state.isStopping = true
            return (state.listener, state.loops, state.ticker, state.watermark)
        }
        guard let loops else { return }
        try? await listener?.close()
        ticker?.cancel()
        if let watermark { broker.log.removeWatermark(watermark) }
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
        try? await loops.shutdownGracefully()
        state.withLock { state in
            state.listener = nil
            state.loops = nil
            state.ticker = nil
        }
    }

    private var openConnections: [any Channel] { state.withLock { Array($0.connections.values) } }

    private func bootstrap(_ loops: MultiThreadedEventLoopGroup) -> ServerBootstrap {
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
                return channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(ConnectionHandler(broker: broker, options: options))
                }
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

    private func bindFailure(_ error: any Error) -> KafkaServerError {
        let address = "\(options.host):\(options.port)"
        guard let failure = error as? IOError else {
            return KafkaServerError(
                what: "cannot listen for Kafka clients on \(address): \(error)",
                remedy: "set `listen` to an address of this machine"
            )
        }
        switch failure.errnoCode {
        case EADDRINUSE:
            return KafkaServerError(
                what: "cannot listen for Kafka clients on \(address): another process has port \(options.port)",
                remedy: "stop that process (`ss -ltnp` names it) or set another port in `listen`"
            )
        case EACCES:
            return KafkaServerError(
                what: "cannot listen for Kafka clients on \(address): no permission for port \(options.port)",
                remedy: "set a port above 1023 in `listen`"
            )
        case EADDRNOTAVAIL:
            return KafkaServerError(
                what: "cannot listen for Kafka clients on \(address): this machine has no such address",
                remedy: "set `listen` to an address of this machine; `advertise` may be another one"
            )
        default:
            return KafkaServerError(
                what: "cannot listen for Kafka clients on \(address): \(failure)",
                remedy: "set `listen` to an address of this machine"
            )
        }
    }
}
