import CommitLog
import NIOCore

/// What becomes of a request.
enum Reply: Sendable {
    case bytes(ByteBuffer)
    /// Bytes with batches in between that are sent from their files.
    case mixed(ByteBuffer, [FilePart])
    /// Served, but the client wants no answer (Produce with acks 0).
    case nothing
    /// Not understood: the framing cannot be trusted any more.
    case close
}

/// A batch that stands in an answer without having been read.
struct FilePart: Sendable {
    /// Bytes of the answer's own before it.
    let offset: Int
    let batch: BatchSlice
}

/// Where the answer to one request goes. It is given exactly once, from any thread.
struct ReplySlot: Sendable {
    let eventLoop: any EventLoop
    private let deliver: @Sendable (Reply) -> Void

    init(eventLoop: any EventLoop, _ deliver: @escaping @Sendable (Reply) -> Void) {
        self.eventLoop = eventLoop
        self.deliver = deliver
    }

    func send(_ reply: Reply) { deliver(reply) }
}

/// Where a client connects from.
struct ClientAddress: Sendable {
    let host: String
}
