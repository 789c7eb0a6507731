import CommitLog
import Logging
import MySQLSource
import Threads

/// Carries the committed changes of one source into the queue, in order and exactly once, and keeps doing so: lost
/// connections are made again with growing waits; what only an operator can repair stops this source, and no other,
/// until `resume`.
///
/// Two threads: one reads the connection, one decodes and encodes. Durability is the log's own thread.
public final class SourceBridge: Sendable {
    let options: SourceBridgeOptions
    let log: CommitLog
    let logger: Logger
    let board: StatusBoard
    let meter = SourceMeter()
    let control = ConditionLock(Control())

    /// What operators want, and what they can interrupt.
    struct Control {
        var isStopping = false
        var wantsResume = false
        var connection: MySQLConnection?
        /// Between the connection that is read now and its decoder.
        var queue: ChunkQueue?
        var isFinished = false
    }

    public init(options: SourceBridgeOptions, log: CommitLog, logger: Logger) {
        self.options = options
        self.log = log
        self.logger = logger
        board = StatusBoard(name: options.source.name)
    }

    /// What an operator wants to know of this source now.
    public var status: SourceBridgeStatus { board.current }

    /// How long the stages of this source took since the process began.
    public var readings: SourceReadings { meter.readings }

    /// Begins to read. Never throws: whatever is wrong shows in `status` and in the log. Call it once.
    public func start() {
        _ = DedicatedThread(name: "source-\(options.source.name)") { [self] in
            run()
            control.withLock { $0.isFinished = true }
            control.signal()
        }
    }

    /// Stops reading and hands every whole transaction that was received to the log, which makes it durable when it is
    /// closed.
    /// - Returns: false if the source did not end in time (a connection attempt that hangs); nothing is lost by that.
    @discardableResult
    public func stop(timeoutMilliseconds: Int = 4000) -> Bool {
        requestStop()
        return control.whenReady(timeoutMilliseconds: timeoutMilliseconds) {
            $0.isFinished
        } _: {
            $0.isFinished
        }
    }

    /// Begins to stop without waiting for it: many sources stop side by side this way.
    public func requestStop() {
        control.withLock { state in
            state.isStopping = true
            state.connection?.interrupt()
        }
        control.signal()
    }

    /// Tries again now: after a stop that an operator has repaired, or instead of waiting for the next attempt. Nothing
    /// happens while the source is being read.
    public func resume() {
        guard status.state == .stopped || status.state == .retrying else { return }
        control.withLock { $0.wantsResume = true }
        control.signal()
    }
}
