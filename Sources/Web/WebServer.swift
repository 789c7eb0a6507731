import Access
import CommitLog
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
import ServiceLifecycle
import Views

/// The HTTP server of one `leat run`: the page, health, metrics and the interface below `/api`.
public struct WebServer: Sendable {
    private let application: Application<RouterResponder<LeatRequestContext>>
    private let arrivals: RecordArrivals
    private let places: StreamPlaces

    /// - Parameters:
    ///   - host: address of this machine to listen at.
    ///   - port: 0 takes a free one.
    ///   - hosts: names besides the loopback ones and `host` that a Host header may carry.
    ///   - tls: certificate and key; nil serves in plain text.
    ///   - users: who is served, each with his rights; nil serves everybody.
    ///   - log: whose records are given.
    ///   - readersMax: long polls and streams of records at one time; and, counted apart, open pages.
    ///   - views: whose results are given; nil for none.
    ///   - onListening: is told the port once connections are taken.
    /// - Throws: `TLSFault` when the certificate or the key cannot be used.
    public init(
        host: String,
        port: Int,
        hosts: [String] = [],
        tls: TLSFiles? = nil,
        users: Users? = nil,
        log: CommitLog,
        readersMax: Int = 100,
        views: ViewService? = nil,
        provider: some StatusProvider,
        logger: Logger,
        onListening: @escaping @Sendable (Int) -> Void = { _ in }
    ) throws(TLSFault) {
        let router = Router(context: LeatRequestContext.self)
        router.add(middleware: SameHostMiddleware(hosts: AcceptedHosts(listening: host, also: hosts)))
        router.add(middleware: LoginMiddleware(logins: users.map { HTTPLogins(users: $0, logger: logger) }))
        StatusRoutes(provider: provider).add(to: router)
        TopicRoutes(provider: provider).add(to: router)
        places = StreamPlaces(countMax: readersMax)
        PageRoutes(pictures: StatusPictures(provider: provider, views: views), views: views, places: places)
            .add(to: router)
        arrivals = RecordArrivals(log: log, readersMax: readersMax) { provider.recordsRead($0) }
        RecordRoutes(log: log, arrivals: arrivals).add(to: router) { $0.principal }
        if let views { ViewRoutes(views: views, arrivals: arrivals).add(to: router) { $0.principal } }
        var quiet = logger
        // Hummingbird tells of its own start and stop; the operator is told in Leat's words.
        quiet.logLevel = max(logger.logLevel, .warning)
        application = Application(
            router: router,
            server: try Self.builder(tls),
            configuration: ApplicationConfiguration(address: .hostname(host, port: port), serverName: "leat"),
            onServerRunning: { onListening($0.localAddress?.port ?? port) },
            logger: quiet
        )
    }

    /// Serves until the surrounding service group shuts down. Throws when the address cannot be listened at.
    public func run() async throws {
        // Streams have no end of their own.
        try await withGracefulShutdownHandler {
            try await application.run()
        } onGracefulShutdown: { [arrivals, places] in
            arrivals.close()
            places.close()
        }
    }

    private static func builder(_ tls: TLSFiles?) throws(TLSFault) -> HTTPServerBuilder {
        guard let tls else { return .http1() }
        let configuration = try tls.serverConfiguration()
        do {
            return try .tls(.http1(), tlsConfiguration: configuration)
        } catch {
            throw TLSFault("TLS cannot be set up with \(tls.certificate): \(error)", remedy: "check the file")
        }
    }
}
