/// A transaction that its source has prepared and neither committed nor rolled back (XA): the log keeps what it will
/// commit.
public struct PreparedTransaction: Sendable, Equatable {
    /// Bytes that one counts at least: many empty ones are something, too.
    static let bytesMin = 256
    /// Longest name of a transaction.
    static let xidBytesMax = 255

    public let source: SourceID
    /// Its name, in the caller's own encoding; unique within the source.
    public let xid: [UInt8]
    /// Where the parts stand, in order.
    var parts: [Part] = []

    struct Part: Sendable, Equatable {
        /// Log position of the PREPARED frame.
        var framePosition: UInt64
        var byteCount: Int
    }

    /// Bytes that `CommitLog.readPrepared` gives.
    public var byteCount: Int { parts.reduce(0) { $0 + $1.byteCount } }

    init(source: SourceID, xid: [UInt8]) {
        self.source = source
        self.xid = xid
    }
}
