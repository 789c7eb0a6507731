import Bytes

extension CommitLog {
    /// Gives one part of what a prepared transaction will commit to the log. It counts once a frame with
    /// `PendingFrame.putInForce` stands behind it; until then a new part 0 begins anew. Blocks as `append` does.
    /// - Parameters:
    ///   - xid: the transaction's name, 1 to 255 bytes.
    ///   - part: 0, 1, 2 …; every transaction has part 0, even if there is nothing in it.
    ///   - bytes: at most `frameBytesMax`; better much less.
    /// - Throws: `limitReached` if prepared transactions take more than `preparedBytesMax` together (what still waits
    ///   for the writer comes on top), `invalidArgument`, or what stopped the log.
    public func appendPrepared(
        source: SourceID,
        xid: [UInt8],
        part: UInt32,
        bytes: [UInt8]
    ) throws(CommitLogError) {
        guard !xid.isEmpty, xid.count <= PreparedTransaction.xidBytesMax else {
            throw invalid("the name of a prepared transaction has \(xid.count) bytes")
        }
        let frame = shared.pool.take()
        frame.kind = .prepared
        frame.source = source
        PreparedBody.writeHead(isOpen: false, part: part, parts: 0, xid: xid, into: &frame.checkpoint)
        frame.checkpoint.append(bytes)
        let (sources, prepared) = shared.state.withLock { ($0.sources.count, $0.prepared.byteCount) }
        guard source > 0, source <= sources else { throw invalid("source \(source) was never registered") }
        guard frame.frameLength <= shared.configuration.frameBytesMax else {
            throw invalid("a PREPARED frame of \(frame.frameLength) bytes is over the limit")
        }
        let limit = shared.configuration.preparedBytesMax
        guard prepared + bytes.count <= limit else {
            throw CommitLogError(
                .limitReached,
                "prepared transactions (XA) take more than prepared_bytes_max = \(limit) bytes",
                remedy: "commit or roll back old ones (XA RECOVER lists them), or raise queue.prepared_bytes_max"
            )
        }
        try shared.queue.append(frame)
    }

    /// The source's prepared transactions as of the visible end, oldest first.
    public func preparedTransactions(of source: SourceID) -> [PreparedTransaction] {
        shared.state.withLock { $0.prepared.all(of: source) }
    }

    /// Bytes that all prepared transactions take, as `preparedBytesMax` counts them.
    public var preparedBytes: Int { shared.state.withLock { $0.prepared.byteCount } }

    /// Its limit, as configured.
    public var preparedBytesMax: Int { shared.configuration.preparedBytesMax }

    /// A prepared transaction; nil if there is none of this name as of the visible end.
    public func preparedTransaction(of source: SourceID, xid: [UInt8]) -> PreparedTransaction? {
        shared.state.withLock { $0.prepared[source, xid] }
    }

    /// Forgets parts that the source has given and never put in force: it begins anew.
    public func forgetUnfinishedPrepared(of source: SourceID) {
        shared.state.withLock { $0.prepared.forgetArriving(of: source) }
    }

    /// Reads the parts of a prepared transaction from the log, in order.
    /// - Parameter body: gets each part; its bytes are valid during the call.
    /// - Throws: `corruption` if a part is damaged on the disk, the disk's error, or what `body` throws.
    public func readPrepared(
        _ transaction: PreparedTransaction,
        _ body: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        let segments = shared.segments.withLock { $0 }
        try PreparedReader(segments: segments, uuid: shared.uuid).read(transaction, body)
    }
}

extension PendingFrame {
    /// The frame's checkpoint is the first after this transaction's PREPARE: its parts, given before, are in force.
    public mutating func putInForce(preparedXID xid: [UInt8], parts: UInt32) {
        PreparedChange.prepared(xid: xid, parts: parts).write(into: &storage.changes)
    }

    /// The prepared transaction is over: its records are in this frame, or it was rolled back.
    public mutating func resolve(preparedXID xid: [UInt8]) {
        PreparedChange.resolved(xid: xid).write(into: &storage.changes)
    }

    /// Called once from the writer thread when the frame is visible, or when it is known that it never will be. Must
    /// be quick.
    public mutating func onCompletion(_ body: @escaping @Sendable (Result<Void, CommitLogError>) -> Void) {
        storage.completion = body
    }

    /// The source's prepared transactions count no more: its position was set by hand.
    public mutating func forgetPrepared() { PreparedChange.forgotten.write(into: &storage.changes) }
}
