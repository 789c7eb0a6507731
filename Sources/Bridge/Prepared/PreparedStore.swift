/// What a frame does to the source's prepared XA transactions.
enum PreparedChange: Sendable {
    /// The parts that were given before are in force.
    case prepared(XAName, parts: UInt32)
    /// Committed, with its records in the same frame, or rolled back.
    case resolved(XAName)
}

/// Where prepared XA transactions wait for their COMMIT when frames end in between.
protocol PreparedStore: AnyObject {
    /// Bytes that it may still take.
    var preparedBytesLeft: Int { get }
    var preparedBytesMax: Int { get }

    /// Gives the next part of a transaction's events.
    func push(_ part: UInt32, of name: XAName, _ bytes: UnsafeRawBufferPointer) throws(BridgeError)

    /// Reads a transaction's events, which an earlier frame has put in force.
    func read(_ name: XAName, _ body: (UnsafeRawBufferPointer) throws -> Void) throws
}
