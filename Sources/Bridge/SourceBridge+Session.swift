import Binlog
import CommitLog
import Logging
import MySQLSource

extension SourceBridge {
    /// Bytes that the reader gathers before it hands them over while more is waiting on the wire.
    private static let chunkBytes = 256 << 10

    /// Longest time that a source's first saved position may take before it is said to stream.
    private static let firstSaveMilliseconds = 5000

    /// One connection from its begin to its end. Returns when the connection should be made anew at once.
    /// - Parameters:
    ///   - resumeFrom: where this process has come to; nil before the first connection. Frames that were handed to the
    ///     log count: they stand before whatever comes next.
    ///   - replica: the identity under which we registered; kept over reconnects, so that the server ends the stream
    ///     that it may still have for us.
    func session(
        _ resumeFrom: inout ResumePoint?, _ replica: inout ReplicaIdentity?, isCareful: Bool
    ) throws(BridgeError) {
        let connection = MySQLConnection(options.source)
        let isStopping = control.withLock { state in
            state.connection = connection
            return state.isStopping
        }
        defer {
            control.withLock { state in
                state.connection = nil
                state.queue = nil
            }
        }
        guard !isStopping else { return }
        do {
            try connection.connect()
            board.update { $0.server = "\(connection.flavor.rawValue) \(connection.serverText)" }
            try Preflight.require(connection)
            let sourceID = try log.registerSource(named: options.source.name)
            log.forgetUnfinishedPrepared(of: sourceID)
            log.abortChain(source: sourceID)
            var start = try start(resumeFrom, sourceID, connection, isCareful: isCareful)
            start.prepared = Set(log.preparedTransactions(of: sourceID).map { XAName(bytes: $0.xid) })
            start.foldsNames = try connection.value("SELECT @@lower_case_table_names") != "0"
            let identity = try replica ?? ReplicaIdentity.choose(connection)
            replica = identity
            let place = try start.checkpoint.binlogStart(isFirst: start.isFirst)
            let stream = try BinlogStream.open(connection, from: place, as: identity)
            board.update { status in
                status.setPosition(start.checkpoint)
                status.decoded = nil
            }
            try follow(stream, sourceID, start, &resumeFrom)
        } catch let error as SourceError {
            throw BridgeError(error)
        } catch {
            let place = BinlogPosition(
                file: resumeFrom?.checkpoint.file ?? "", position: resumeFrom?.checkpoint.position ?? 0)
            throw BridgeError(error, at: place)
        }
    }

    /// The place to continue at: where this process is, else what the log holds, else where the configuration begins.
    private func start(
        _ resumeFrom: ResumePoint?, _ sourceID: SourceID, _ connection: MySQLConnection, isCareful: Bool
    ) throws -> SessionStart {
        let identity = try ServerIdentity.read(connection).description
        let inLog = try log.sourceState(sourceID).map { try SourceCheckpoint(decoding: $0) }
        let resume =
            resumeFrom ?? inLog.map { ResumePoint(checkpoint: $0, definitions: log.sourceDefinitions(sourceID)) }
        guard var saved = resume else {
            let first = try StartOfSource.checkpoint(options.start, connection, identity: identity)
            if options.start != .earliest { try warnOfOpenXA(connection) }
            return SessionStart(resume: ResumePoint(checkpoint: first), isFirst: true, isCareful: isCareful)
        }
        guard saved.checkpoint.mode != .file || saved.checkpoint.identity == identity else {
            throw SourceError(
                .identityChanged,
                "the saved position \(saved.checkpoint.text) belongs to \(saved.checkpoint.identity), but \(options.source.address) is \(identity)"
            )
        }
        saved.checkpoint.identity = identity
        return SessionStart(resume: saved, isFirst: inLog == nil, isCareful: isCareful)
    }

    /// A start in the middle of the binlog has XA PREPAREs before it, whose rows it never sees. The source begins all
    /// the same, for they may be rolled back or touch other tables only; a COMMIT of one stops it, by name.
    private func warnOfOpenXA(_ connection: MySQLConnection) throws(SourceError) {
        guard let names = try OpenXATransactions.names(connection) else {
            return logger.info(
                "XA RECOVER is not allowed here; GRANT XA_RECOVER_ADMIN names prepared transactions at a start")
        }
        guard !names.isEmpty else { return }
        let shown = names.prefix(10).joined(separator: "; ") + (names.count > 10 ? " …" : "")
        let remedy = "commit or roll them back before the first start"
        let what = "the source stops at the XA COMMIT of one whose PREPARE lies before its start"
        let open = "prepared on the server now: \(names.count) XA transactions (\(shown))"
        logger.warning("\(open); \(what); remedy: \(remedy)")
    }

    /// Reads the stream on this thread while another one decodes, until either ends.
    private func follow(
        _ stream: BinlogStream, _ sourceID: SourceID, _ start: SessionStart, _ resumeFrom: inout ResumePoint?
    ) throws(BridgeError) {
        let connection = stream.connection
        let queue = ChunkQueue(bytesMax: options.bufferBytesMax, chunkBytes: Self.chunkBytes)
        control.withLock { $0.queue = queue }
        let decoder = SessionDecoder(
            options: options, log: log, sourceID: sourceID, flavor: connection.flavor, start: start, queue: queue,
            status: board, meter: meter,
            onSkip: { [logger] texts, count in
                for text in texts { logger.warning("statement passed over, its rows are not known: \(text)") }
                if count > UInt64(texts.count) { logger.warning("and \(count - UInt64(texts.count)) more statements") }
            },
            onFailure: { connection.interrupt() })
        let join = decoder.run()
        let place = start.checkpoint
        logger.info(
            "reading \(status.server) from \(place.gtid.isEmpty || start.isFirst ? "\(place.file):\(place.position)" : place.text)"
        )
        var readError: BridgeError?
        do throws(BridgeError) {
            var reader = SourceReader(
                stream: stream, queue: queue, chunkBytes: Self.chunkBytes, meter: meter,
                onFirstEvent: { [board, log] in
                    // What is said to stream goes on from here after any crash: where it began is in the log first.
                    if start.isFirst {
                        _ = log.waitForSourceState(sourceID, milliseconds: Self.firstSaveMilliseconds)
                    }
                    board.update { status in
                        status.state = .streaming
                        status.problem = nil
                    }
                })
            if try reader.run() == .closedByServer {
                readError = BridgeError(
                    what: "\(options.source.address) ended the binlog stream",
                    remedy: "check the server's error log; Leat connects again", isRetriable: true)
            }
        } catch {
            readError = error
        }
        queue.finish()
        join()
        connection.close()
        resumeFrom = decoder.resumeFrom
        board.update { $0.setPosition(decoder.resumeFrom.checkpoint) }
        // When decoding failed, the reader's error only says that it was interrupted.
        if let error = decoder.failure ?? readError { throw error }
    }
}
