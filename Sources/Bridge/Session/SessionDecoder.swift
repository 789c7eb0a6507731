import Binlog
import ChangeEvents
import CommitLog
import MySQLSource
import Threads

/// The decode side of one connection: takes chunks from the queue until the reader is done, on a thread of its own,
/// and has frames compressed and appended on another.
final class SessionDecoder: Sendable {
    private let options: SourceBridgeOptions
    private let log: CommitLog
    private let flavor: ServerFlavor
    private let start: SessionStart
    private let queue: ChunkQueue
    private let compressor: FrameCompressor
    private let status: StatusBoard
    private let meter: SourceMeter
    private let decodeError = ConditionLock<BridgeError?>(nil)
    private let onFailure: @Sendable () -> Void
    private let onSkip: @Sendable ([String], UInt64) -> Void
    /// Longest time that a position without records waits to be saved on an idle source.
    private static let idleMilliseconds = 1000

    /// - Parameters:
    ///   - onSkip: told of statements that were passed over: the first texts, and how many there were.
    ///   - onFailure: called when decoding or appending fails, so that the reader stops waiting for the server.
    init(
        options: SourceBridgeOptions, log: CommitLog, sourceID: SourceID, flavor: ServerFlavor,
        start: SessionStart, queue: ChunkQueue, status: StatusBoard, meter: SourceMeter = SourceMeter(),
        onSkip: @escaping @Sendable ([String], UInt64) -> Void = { _, _ in }, onFailure: @escaping @Sendable () -> Void
    ) {
        self.onSkip = onSkip
        self.options = options
        self.log = log
        self.flavor = flavor
        self.start = start
        self.queue = queue
        self.status = status
        self.meter = meter
        self.onFailure = onFailure
        compressor = FrameCompressor(
            log: log, source: sourceID, options: options, start: start.resume, meter: meter,
            onBusy: { queue.setWriterFree(false) }, onFree: { queue.setWriterFree(true) },
            onFailure: {
                queue.cancel()
                onFailure()
            })
    }

    /// Where the next session continues: the position after everything that was appended to the log.
    var resumeFrom: ResumePoint { compressor.resumePoint }

    /// Why the session ended, if not by its reader.
    var failure: BridgeError? { compressor.failure ?? decodeError.withLock { $0 } }

    /// Decodes until the queue ends or something is wrong; returns a function that waits for the end.
    func run() -> () -> Void {
        let compressThread = compressor.start(name: options.source.name)
        let decodeThread = DedicatedThread(name: "decode-\(options.source.name)") { [self] in
            let wakeup = log.onWriterIdle { [compressor, queue] in
                if compressor.isFree { queue.setWriterFree(true) }
            }
            defer { log.removeWriterIdle(wakeup) }
            queue.setWriterFree(compressor.isFree)
            do throws(BridgeError) {
                try decode()
            } catch {
                decodeError.withLock { $0 = error }
                queue.cancel()
                onFailure()
            }
        }
        return { [compressor] in
            decodeThread.join()
            compressor.end()
            compressThread.join()
            // The next session looks into the log for what is prepared.
            try? compressor.awaitPreparedFrames()
        }
    }

    private func decode() throws(BridgeError) {
        var decoder = try makeDecoder()
        do throws(BridgeError) {
            // Where a source begins is decided once: `latest` must mean the same after a crash or a fault.
            if start.isFirst { try decoder.submit() }
            try decode(&decoder)
        } catch {
            // What waits of whole transactions is not lost with the one that is wrong: they are read again, one by one.
            throw decoder.isCareful || error.isRetriable || decoder.output.frames.isEmpty ? error : error.carefully
        }
    }

    private func decode(_ decoder: inout EventDecoder) throws(BridgeError) {
        while true {
            meter.decoder.store(.waitingForInput, ordering: .relaxed)
            let next = queue.next(wantsFlush: decoder.wantsFlush, timeoutMilliseconds: Self.idleMilliseconds)
            meter.decoder.store(.working, ordering: .relaxed)
            switch next {
            case .decode(let chunk):
                defer {
                    meter.decoding.store(0, ordering: .relaxed)
                    queue.recycle(chunk)
                }
                meter.decoding.store(chunk.receivedMicroseconds, ordering: .relaxed)
                decoder.received = chunk.receivedMicroseconds
                decoder.clockOffset = meter.clockOffset.load(ordering: .relaxed)
                decoder.counters.isCaughtUp = false
                try chunk.forEachEvent { event throws(BridgeError) in try decoder.decode(event) }
                if chunk.endsAtEmptyWire { decoder.wireIsEmpty() }
                try decoder.submitPositionIfDue()
                try decoder.beatIfDue()
            case .flush, .timedOut:
                if decoder.isBetweenGroups { try decoder.submit() }
                try decoder.beatIfDue()
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
        var counters = decoder.takeCounters()
        // Caught up means in the log, not only decoded: until then it is asked again.
        if counters.isCaughtUp, !compressor.isFree {
            counters.isCaughtUp = false
            decoder.counters.isCaughtUp = true
        }
        let skipped = counters.notices.skippedStatements
        if skipped > 0 { onSkip(counters.skippedTexts, skipped) }
        let position = compressor.appended
        let decoded = decoder.progress.position
        status.update { status in
            status.rows &+= counters.rows
            status.transactions &+= counters.transactions
            status.binlogBytes &+= counters.bytes
            status.notices += counters.notices
            status.setPosition(position)
            status.decoded = decoded
            if counters.isCaughtUp { status.caughtUpMicroseconds = EventDecoder.nowMicroseconds() }
        }
    }

    private func makeDecoder() throws(BridgeError) -> EventDecoder {
        let isMariaDB = flavor == .mariadb
        let flavour: FormatDescriptionEvent.Flavour = isMariaDB ? .mariadb : .mysql
        do throws(BinlogError) {
            return try EventDecoder(
                tables: TableRegistry(
                    pipelines: options.pipelines,
                    source: DebeziumSource(
                        version: options.version, connector: isMariaDB ? .mariadb : .mysql, name: options.source.name),
                    flavour: flavour, sink: compressor, start: start.resume,
                    lookup: SourceTableLookup(
                        options: options.source, flavour: flavour, foldsNames: start.foldsNames,
                        isCancelled: { [queue] in queue.isOver }),
                    foldsNames: start.foldsNames),
                sink: compressor, start: start, recordBytesMax: options.recordBytesMax,
                frameBytesTarget: options.frameBytesTarget, batchBytes: options.batchBytes,
                stashLimits: EventStash.Limits(
                    directory: log.directory, memoryBytesMax: options.stashMemoryBytesMax,
                    bytesMax: options.stashBytesMax),
                skipsStatements: options.skipsStatements)
        } catch {
            throw BridgeError(what: "the saved position cannot be read: \(error)", remedy: error.remedy)
        }
    }
}
