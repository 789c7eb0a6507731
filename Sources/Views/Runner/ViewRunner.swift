import Bytes
import CommitLog
import Logging
import Synchronization
import Threads

/// Keeps one view up to date on a thread of its own.
///
/// A thread for each view rather than one for all: a view that is made anew, joins much, or stands over its limit never
/// delays another, and each has its own place in the log. The price is that each reads the frames itself (from the page
/// cache) and reads the columns that it needs itself.
public final class ViewRunner: Sendable {
    public let definition: ViewDefinition
    private let log: CommitLog
    private let options: ViewRunnerOptions
    private let logger: Logger
    private let board: ViewBoard
    private let mailbox = ViewMailbox()
    private let thread = Mutex<DedicatedThread?>(nil)
    private let token = Mutex<WakeupToken?>(nil)
    private let followers = Atomic(0)

    /// - Parameter options: limits and where the state is stored.
    public init(
        _ definition: ViewDefinition, log: CommitLog, options: ViewRunnerOptions, logger: Logger
    ) {
        self.definition = definition
        self.log = log
        self.options = options
        self.logger = logger
        board = ViewBoard(name: definition.name, stateBytesMax: definition.options.stateBytesMax)
    }

    /// Begins. Call it once.
    public func start() {
        let (definition, log, options, board, logger) = (definition, log, options, board, logger)
        let mailbox = mailbox
        token.withLock { $0 = log.onWatermark { mailbox.tellNews() } }
        let thread = DedicatedThread(name: "view-\(definition.name)") {
            ViewLife(definition, log: log, options: options, board: board, mailbox: mailbox, logger: logger).run()
        }
        self.thread.withLock { $0 = thread }
    }

    /// Asks it to store its state and end.
    public func requestStop() { mailbox.stop() }

    /// Stops it and waits for its end. Blocks.
    public func stop() {
        mailbox.stop()
        if let token = token.withLock({ $0.take() }) { log.removeWatermark(token) }
        thread.withLock { $0.take() }?.join()
    }

    /// What is to be known of it now.
    public var report: ViewReport { board.report(now: UTCTime.now) }

    /// The result as JSON.
    /// - Throws: `ViewRefusal`.
    public func result() async throws -> [UInt8] {
        try await withCheckedThrowingContinuation { continuation in
            let isTaken = mailbox.ask(.result { continuation.resume(with: $0) })
            if !isTaken { continuation.resume(throwing: Self.ending(definition.name)) }
        }
    }

    /// Begins to follow the view: first the whole result, then every change.
    /// - Parameter onNews: called when there is something to take, from the view's thread: it must be quick.
    /// - Throws: `busy` when there are as many followers as may be.
    public func subscribe(
        onNews: @escaping @Sendable () -> Void = {}
    ) throws(ViewRefusal) -> ViewSubscription {
        guard followers.wrappingAdd(1, ordering: .relaxed).newValue <= options.followersMax else {
            unsubscribe()
            throw ViewRefusal(
                .busy, "\(options.followersMax) clients follow view \(definition.name) already",
                remedy: "come again later")
        }
        return ViewSubscription(bytesMax: options.followerBytesMax, onNews: onNews)
    }

    /// The subscription has ended.
    public func unsubscribe() { followers.wrappingSubtract(1, ordering: .relaxed) }

    /// Asks for the whole result for a subscription; it gets it once there is one.
    public func askRows(for subscription: ViewSubscription) {
        if !mailbox.ask(.follow(subscription)) { subscription.end() }
    }

    static func ending(_ name: String) -> ViewRefusal {
        ViewRefusal(.notNow, "view \(name) is not served now", remedy: "ask again")
    }
}

/// Limits of views beyond their own, and where their state is stored.
public struct ViewRunnerOptions: Sendable {
    /// Directory of the checkpoint files; nil stores nothing.
    public var directory: String?
    /// Time between two checkpoints of a view that changes.
    public var checkpointMilliseconds = 5_000
    /// Clients that may follow one view at a time.
    public var followersMax = 200
    /// Bytes of changes that may wait for one of them; beyond them it gets the whole result.
    public var followerBytesMax = 1 << 20
    /// Rows of a result that are sent; a larger result is refused.
    public var resultRowsMax = 100_000

    public init() {}
}
