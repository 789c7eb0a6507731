import Binlog
import ChangeEvents
import CommitLog
import MySQLSource
import Threads

/// The decode side of one connection: takes chunks from the queue until the reader is done, on a thread of its own.
final class SessionDecoder: Sendable {
    /// How the session ended, read after `join`.
    struct Outcome: Sendable {
        /// Where the next session continues: the position after everything that was handed to the log.
        var resumeFrom: SourceCheckpoint
        var error: BridgeError?
    }

    private let options: SourceBridgeOptions
    private let log: CommitLog
    private let sourceID: SourceID
    private let flavor: ServerFlavor
    private let queue: ChunkQueue
    private let status: StatusBoard
    private let outcome: ConditionLock<Outcome>
    /// Longest time that a position without records waits to be saved on an idle source.
    private static let idleMilliseconds = 1000

    init(
        options: SourceBridgeOptions, log: CommitLog, sourceID: SourceID, flavor: ServerFlavor,
        start: SourceCheckpoint, queue: ChunkQueue, status: StatusBoard
    ) {
        self.options = options
        self.log = log
        self.sourceID = sourceID
        self.flavor = flavor
        self.queue = queue
        self.status = status
        outcome = ConditionLock(Outcome(resumeFrom: start))
    }

    /// Decodes until the queue ends or something is wrong.
    /// - Parameter onFailure: called when decoding fails, so that the reader stops waiting for the server.
    func start(onFailure: @escaping @Sendable () -> Void) -> DedicatedThread {
        DedicatedThread(name: "decode-\(options.source.name)") { [self] in
            let wakeup = log.onWriterIdle { [queue] in queue.setWriterFree(true) }
            defer { log.removeWriterIdle(wakeup) }
            queue.setWriterFree(log.isWriterIdle)
            var decoder = makeDecoder()
            do throws(BridgeError) {
                try run(&decoder)
            } catch {
                outcome.withLock { $0.error = error }
                queue.cancel()
                onFailure()
            }
            outcome.withLock { $0.resumeFrom = decoder.resumeFrom }
        }
    }

    /// To be asked after the thread has ended.
    var result: Outcome { outcome.withLock { $0 } }

    private func run(_ decoder: inout EventDecoder) throws(BridgeError) {
        while true {
            switch queue.next(wantsFlush: decoder.wantsFlush, timeoutMilliseconds: Self.idleMilliseconds) {
            case .decode(let chunk):
                do throws(BridgeError) {
                    try chunk.forEachEvent { event throws(BridgeError) in try decoder.decode(event) }
                } catch {
                    queue.recycle(chunk)
                    throw error
                }
                if chunk.endsAtEmptyWire { decoder.counters.isCaughtUp = true }
                queue.recycle(chunk)
            case .flush, .timedOut:
                if decoder.isBetweenGroups { try decoder.submit() }
            case .ended:
                // A transaction that did not end on this connection is dropped with its frame and read again.
                if decoder.isBetweenGroups { try decoder.submit() } else { decoder.discard() }
                publish(&decoder)
                return
            }
            publish(&decoder)
        }
    }

    private func publish(_ decoder: inout EventDecoder) {
        let counters = decoder.takeCounters()
        let resumeFrom = decoder.resumeFrom
        let zeroDates = decoder.tables.unrepresentableDates
        status.update { status in
            status.rows &+= counters.rows
            status.transactions &+= counters.transactions
            status.binlogBytes &+= counters.bytes
            status.zeroDates = max(status.zeroDates, zeroDates)
            status.setPosition(resumeFrom)
            if counters.isCaughtUp { status.caughtUpMicroseconds = EventDecoder.nowMicroseconds() }
        }
    }

    private func makeDecoder() -> EventDecoder {
        let start = result.resumeFrom
        let connector: DebeziumSource.Connector = flavor == .mariadb ? .mariadb : .mysql
        return EventDecoder(
            tables: TableRegistry(
                pipelines: options.pipelines,
                source: DebeziumSource(version: options.version, connector: connector, name: options.source.name),
                flavour: flavor == .mariadb ? .mariadb : .mysql, log: log),
            frames: FrameAssembler(
                log: log, source: sourceID, compression: options.compression,
                frameBytesTarget: options.frameBytesTarget, transactionBytesMax: options.transactionBytesMax),
            start: start, log: log, queue: queue, recordBytesMax: options.recordBytesMax)
    }
}
