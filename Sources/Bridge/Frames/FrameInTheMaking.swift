import CommitLog

/// What the compress thread has gathered since the last position: the open frame, and before it, when that grew too
/// large, parts that are in the log already and wait there for the end (a chain). So memory stays flat whatever the
/// size of a transaction.
struct FrameInTheMaking: ~Copyable {
    private let log: CommitLog
    private let source: SourceID
    /// Size at which the open frame goes to the log as a part.
    private let partBytes: Int
    /// Limit of all parts together.
    private let bytesMax: Int
    var open: PendingFrame
    /// Bytes of the parts that the log has.
    private var partsBytes = 0

    init(log: CommitLog, source: SourceID, partBytes: Int, bytesMax: Int) {
        self.log = log
        self.source = source
        self.partBytes = partBytes
        self.bytesMax = bytesMax
        open = log.makeFrame()
    }

    /// A batch has been added to the open frame.
    mutating func batchWasAdded() throws(BridgeError) {
        guard partsBytes + open.byteCount <= bytesMax else {
            throw BridgeError(
                what: "a transaction takes more than transaction_bytes_max = \(bytesMax) bytes compressed",
                remedy: "raise transaction_bytes_max of the source, then restart")
        }
        guard open.byteCount >= partBytes else { return }
        open.source = source
        partsBytes += open.byteCount
        let part = takeOpen()
        do throws(CommitLogError) {
            try log.appendPart(part)
        } catch { throw BridgeError(error) }
    }

    /// Gives everything to the log, the position after it set.
    mutating func append() throws(BridgeError) {
        open.source = source
        open.endsChain = partsBytes > 0
        let last = takeOpen()
        do throws(CommitLogError) {
            try log.append(last)
        } catch { throw BridgeError(error) }
        partsBytes = 0
    }

    /// Forgets everything since the last position, also in the log.
    mutating func discard() {
        open.removeAll()
        if partsBytes > 0 { log.abortChain(source: source) }
        partsBytes = 0
    }

    private mutating func takeOpen() -> PendingFrame { exchange(&open, with: log.makeFrame()) }
}

extension BridgeError {
    init(_ error: CommitLogError) {
        self.init(what: error.what, remedy: error.remedy, isRetriable: error.isRetriable)
    }
}
