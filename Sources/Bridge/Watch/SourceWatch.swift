import Binlog
import MySQLSource
import Synchronization
import Threads

/// A second connection to the server, for a few cheap questions a minute: does it answer, how long is the way, what
/// does its clock say, where does its binlog end, how long does it keep it. While something is late it asks twice a
/// second, because the answer tells a slow server from a slow network.
///
/// A thread of its own: every question may hang.
final class SourceWatch: Sendable {
    private struct State {
        var isStopping = false
        var isUrgent = false
        var connection: MySQLConnection?
    }

    private let options: SourceOptions
    private let state = ConditionLock(State())
    private let shared = Mutex(WatchReport())
    /// The server's number of the connection that reads the binlog, and where reading is.
    private let dumpThread: @Sendable () -> UInt?
    private let position: @Sendable () -> BinlogPosition

    /// Between two looks when all is well, and when something is late.
    private static let calmMilliseconds = 10_000
    private static let urgentMilliseconds = 500
    /// Between two looks at what hardly changes: settings and the list of files.
    private static let settingsMicroseconds: Int64 = 60_000_000
    /// How long an attempt to reach the port may take, and how long the server may take to answer.
    private static let reachMilliseconds = 1_500
    private static let answerSeconds = 5

    /// - Parameters:
    ///   - dumpThread: the server's number of the connection that reads the binlog; nil while there is none.
    ///   - position: where the queue is.
    init(
        _ source: SourceOptions, dumpThread: @escaping @Sendable () -> UInt?,
        position: @escaping @Sendable () -> BinlogPosition
    ) {
        var options = source
        options.connectTimeoutSeconds = Self.answerSeconds
        options.readTimeoutSeconds = Self.answerSeconds
        options.writeTimeoutSeconds = Self.answerSeconds
        self.options = options
        self.dumpThread = dumpThread
        self.position = position
    }

    var report: WatchReport { shared.withLock { $0 } }

    /// Whether what was asked has been acknowledged by the server's machine; nil while nothing is open.
    var socketState: SocketState? { state.withLock { $0.connection }?.socketState }

    func start() { _ = DedicatedThread(name: "watch-\(options.name)") { [self] in run() } }

    func stop() {
        state.withLock { state in
            state.isStopping = true
            state.connection?.interrupt()
        }
        state.signal()
    }

    /// Asks soon and often, or seldom again.
    func setUrgent(_ isUrgent: Bool) {
        let isNew = state.withLock { state in
            defer { state.isUrgent = isUrgent }
            return isUrgent && !state.isUrgent
        }
        if isNew { state.signal() }
    }

    private func run() {
        var questions = WatchQuestions(options: options)
        var last: Int64 = 0
        var hasFailed = false
        while true {
            let now = monotonicMilliseconds()
            let isStopping = state.withLock { $0.isStopping }
            if isStopping { break }
            let isUrgent = state.withLock { $0.isUrgent }
            let isSoon = isUrgent || hasFailed
            let wait = last + Int64(isSoon ? Self.urgentMilliseconds : Self.calmMilliseconds) - now
            if last > 0, wait > 0 {
                state.whenReady(timeoutMilliseconds: Int(wait)) {
                    $0.isStopping || $0.isUrgent != isUrgent
                } _: { _ in
                }
                continue
            }
            last = now
            hasFailed = !ask(&questions)
        }
        state.withLock { $0.connection = nil }
        questions.close()
    }

    /// - Returns: false if the questions were not answered.
    private func ask(_ questions: inout WatchQuestions) -> Bool {
        let begun = EventDecoder.nowMicroseconds()
        do throws(SourceError) {
            if !questions.isOpen {
                let reach = TCPReach.check(
                    host: options.host, port: options.port, milliseconds: Self.reachMilliseconds)
                shared.withLock { report in
                    report.reach = reach
                    report.failure = reach == .reached ? report.failure : "\(reach)"
                }
                guard reach == .reached else { return false }
                let connection = MySQLConnection(options)
                let isStopping = state.withLock { state in
                    state.connection = connection
                    return state.isStopping
                }
                guard !isStopping else { return false }
                shared.withLock { report in
                    report.isLoggingIn = true
                    report.askedAt = report.askedAt ?? EventDecoder.nowMicroseconds()
                }
                try questions.open(connection)
                shared.withLock { report in
                    report.isLoggingIn = false
                    report.reach = nil
                }
            }
            shared.withLock { $0.askedAt = $0.askedAt ?? EventDecoder.nowMicroseconds() }
            try questions.askClock(shared)
            try questions.askEnd(shared, isUrgent: state.withLock { $0.isUrgent }, dumpThread: dumpThread())
            if begun - questions.settingsAt >= Self.settingsMicroseconds || questions.wantsFiles(at: position()) {
                try questions.askSettings(shared)
            }
            shared.withLock { report in
                report.askedAt = nil
                report.failure = nil
            }
            return true
        } catch {
            questions.close()
            state.withLock { $0.connection = nil }
            shared.withLock { report in
                report.isLoggingIn = false
                report.failure = error.description
                report.dumpThread = nil
            }
            return false
        }
    }

    private func monotonicMilliseconds() -> Int64 {
        let elapsed = Self.begin.duration(to: .now)
        return Int64(elapsed.components.seconds) * 1000 + elapsed.components.attoseconds / 1_000_000_000_000_000 + 1
    }

    private static let begin = ContinuousClock.now
}
