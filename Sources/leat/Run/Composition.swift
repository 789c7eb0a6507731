import Access
import Bridge
import CommitLog
import KafkaServer
import LeatConfiguration
import Logging
import NIOPosix
import ServiceLifecycle
import Views
import Web

/// Everything that one `leat run` consists of, put together in the order of the data's way, and taken apart in the
/// opposite order: first the sources stop reading, then the servers stop serving, then the log is closed.
struct Composition {
    private let configuration: LeatConfiguration
    private let logger: Logger
    private let log: CommitLog
    private let bridges: [SourceBridge]
    private let views: ViewService
    private let kafka: KafkaServer
    private let users: Users

    /// A stop takes at most 5 s: the sources and servers get this, closing the log the rest.
    private static let shutdownDuration = Duration.milliseconds(4_000)

    /// Opens and recovers the log. Nothing is served and no source is read before `run`.
    init(_ configuration: LeatConfiguration, logger: Logger) throws {
        self.configuration = configuration
        self.logger = logger
        let begin = ContinuousClock.now
        let options = try configuration.sources.map { try $0.bridgeOptions(configuration.queue) }
        var plan = try ViewPlan(configuration)
        if plan.issues.isEmpty { plan.checkNewViews(configuration, logger: logger) }
        guard plan.issues.isEmpty else { throw ConfigurationError(issues: plan.issues) }
        let retention = try Self.retention(configuration, logger)
        let partBytesMax = options.map(\.chainPartBytes).max() ?? 0
        let log = try Self.open(configuration, retention, partBytesMax: partBytesMax)
        self.log = log
        log.onNotice { notice in
            logger.warning("\(notice.what)\(notice.remedy.map { "; \($0)" } ?? "")")
        }
        let duration = DurationText.text(ContinuousClock.now - begin)
        logger.info("queue in \(configuration.queue.directory), \(log.topics().count) topics, opened in \(duration)")
        bridges = options.map { options in
            SourceBridge(options: options, log: log, logger: Logger(label: "source.\(options.source.name)"))
        }
        var viewOptions = ViewRunnerOptions()
        viewOptions.directory = configuration.queue.viewsDirectory
        views = ViewService(plan.definitions, log: log, options: viewOptions, logger: Logger(label: "views"))
        users = Users(configuration.users)
        kafka = KafkaServer(
            log: log, options: configuration.kafka.serverOptions, users: users, logger: Logger(label: "kafka"))
    }

    /// Serves until SIGTERM or SIGINT.
    func run() async throws {
        defer { log.close() }
        do {
            try await kafka.start()
        } catch let error as KafkaServerError {
            throw CommandFailure(error.what, remedy: error.remedy, code: .notWell)
        }

        let sampler = StatusSampler(log: log, kafka: kafka, bridges: bridges)
        let status = ProcessStatus(
            configuration: configuration, log: log, bridges: bridges, kafka: kafka, sampler: sampler,
            views: views)
        let (pageIsUp, pageGoesUp) = AsyncStream.makeStream(of: Void.self)
        let web = try webServer(status) { pageGoesUp.finish() }
        let services: [any Service] = [
            DiskWatch(log: log, logger: Logger(label: "queue")), SamplerService(sampler: sampler),
            KafkaService(server: kafka), PageService(server: web, address: configuration.http.listen),
            ViewsService(views: views),
            SourcesService(bridges: bridges, pageIsUp: pageIsUp, status: status, log: log),
        ]
        var group = ServiceGroupConfiguration(
            services: services.map {
                ServiceGroupConfiguration.ServiceConfiguration(
                    service: $0,
                    successTerminationBehavior: .gracefullyShutdownGroup
                )
            },
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: quietLogger
        )
        group.maximumGracefulShutdownDuration = Self.shutdownDuration
        try await ServiceGroup(configuration: group).run()
        logger.info("stopped")
    }

    /// - Parameter onListening: called when the page can be asked for.
    private func webServer(
        _ status: ProcessStatus,
        onListening: @escaping @Sendable () -> Void
    ) throws(CommandFailure) -> WebServer {
        let http = configuration.http
        do throws(TLSFault) {
            return try WebServer(
                host: http.listen.host,
                port: http.listen.port,
                hosts: http.hosts,
                tls: http.tls,
                users: http.auth == .users ? users : nil,
                log: log,
                readersMax: http.readersMax,
                views: views,
                provider: status,
                logger: Logger(label: "http")
            ) { [logger] port in
                let scheme = http.tls == nil ? "http" : "https"
                logger.info("status page at \(scheme)://\(ListenAddress(host: http.listen.host, port: port))/")
                onListening()
            }
        } catch {
            throw CommandFailure(error.what, remedy: error.remedy, code: .notWell)
        }
    }

    /// The service group's own steps are of no interest to an operator.
    private var quietLogger: Logger {
        var quiet = Logger(label: "leat")
        quiet.logLevel = max(logger.logLevel, .warning)
        return quiet
    }

    private static func retention(_ configuration: LeatConfiguration, _ logger: Logger) throws -> RetentionSettings {
        let size = RetentionSettings.fileSystemBytes(configuration.queue.directory)
        let settings = try RetentionSettings(configuration, fileSystemBytes: size)
        if let size, let wanted = configuration.queue.retention.bytes?.bytes, settings.bytes < wanted {
            logger.info(
                "the queue keeps at most \(settings.bytes >> 20) MiB: 80 % of its file system, which has \(size >> 20) MiB"
            )
        }
        return settings
    }

    /// What a frame may hold besides a part's batches: the definitions of tables that a transaction was the first to
    /// touch.
    private static let definitionBytesMax = 256 << 20

    private static func open(
        _ configuration: LeatConfiguration,
        _ retention: RetentionSettings,
        partBytesMax: Int
    ) throws -> CommitLog {
        let queue = configuration.queue
        var options = queue.logConfiguration
        options.retention = retention
        options.producersMax = configuration.kafka.producersMax
        // A part is closed by the batch that makes it large, and a batch by the record.
        let recordBytesMax = queue.recordBytesMax + queue.recordBytesMax / 8
        options.frameBytesMax = max(options.frameBytesMax, partBytesMax + recordBytesMax + definitionBytesMax)
        do {
            return try CommitLog.open(options, merging: CheckpointMerger())
        } catch {
            throw CommandFailure(error.what, remedy: error.remedy, code: .notWell)
        }
    }
}
