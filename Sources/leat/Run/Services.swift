import Bridge
import CommitLog
import Glibc
import KafkaServer
import LeatConfiguration
import NIOCore
import NIOPosix
import ServiceLifecycle
import Views
import Web

/// The Kafka listener, already serving when the group begins.
struct KafkaService: Service {
    let server: KafkaServer

    func run() async throws {
        try? await gracefulShutdown()
        await server.stop(graceMilliseconds: 1_000)
    }
}

/// What looks at rates and stages while everything else works.
struct SamplerService: Service {
    let sampler: StatusSampler

    func run() async throws {
        sampler.start()
        try? await gracefulShutdown()
        sampler.stop()
    }
}

/// The HTTP server.
struct PageService: Service {
    let server: WebServer
    let address: ListenAddress

    func run() async throws {
        do {
            try await server.run()
        } catch let error as IOError {
            throw CommandFailure(
                "cannot listen for HTTP at \(address): \(error.errnoText)",
                remedy:
                    "stop the process that has the port (`ss -ltnp` names it), or set another address in http.listen",
                code: .notWell
            )
        }
    }
}

/// All views: they follow the log from the start, and store their states when the sources have ended.
struct ViewsService: Service {
    let views: ViewService

    func run() async throws {
        views.start()
        try? await gracefulShutdown()
        // Storing a state blocks: not on a thread that tasks share.
        _ = try? await NIOThreadPool.singleton.runIfActive { views.stop() }
    }
}

/// All sources: begun when the page is up, stopped together.
struct SourcesService: Service {
    let bridges: [SourceBridge]
    let pageIsUp: AsyncStream<Void>
    let status: ProcessStatus
    let log: CommitLog

    func run() async throws {
        for await _ in pageIsUp.cancelOnGracefulShutdown() { break }
        guard !Task.isCancelled, !Task.isShuttingDownGracefully else { return }
        for bridge in bridges { bridge.start() }
        status.markReady()
        try? await gracefulShutdown()
        // A stop blocks until the source's threads have ended: not on a thread that tasks share.
        for bridge in bridges { bridge.requestStop() }
        // A source that waits for a full disk ends when the log is closed, and not before.
        let milliseconds = log.diskShortage == nil ? 2_500 : 200
        await withTaskGroup(of: Void.self) { group in
            for bridge in bridges {
                group.addTask {
                    _ = try? await NIOThreadPool.singleton.runIfActive {
                        bridge.stop(timeoutMilliseconds: milliseconds)
                    }
                }
            }
        }
    }
}

extension IOError {
    /// The system's word for it: `Address already in use`.
    fileprivate var errnoText: String { String(cString: strerror(errnoCode)) }
}
