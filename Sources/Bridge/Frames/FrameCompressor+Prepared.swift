import CommitLog

extension FrameCompressor: PreparedStore {
    var preparedBytesMax: Int { log.preparedBytesMax }

    var preparedBytesLeft: Int { log.preparedBytesMax - log.preparedBytes }

    func push(_ part: UInt32, of name: XAName, _ bytes: UnsafeRawBufferPointer) throws(BridgeError) {
        try push(part, of: name, Array(bytes))
    }

    func read(_ name: XAName, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        try awaitPreparedFrames()
        guard let transaction = log.preparedTransaction(of: source, xid: name.bytes) else {
            throw BridgeError(what: "the log does not have XA transaction \(name)", remedy: "report this as a bug")
        }
        try log.readPrepared(transaction, body)
    }
}
