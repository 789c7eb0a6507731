import Threads

/// The bounded hand-off from the thread that reads the connection to the thread that decodes. When it holds
/// `bytesMax` the reader waits, so the socket fills and the server waits: back-pressure end to end.
final class ChunkQueue: Sendable {
    private struct State {
        var filled: [EventChunk] = []
        var empty: [EventChunk] = []
        var bytes = 0
        var isFinished = false
        var isCancelled = false
        var isWriterFree = false
    }

    /// What the decoder should do next.
    enum Next {
        case decode(EventChunk)
        /// Nothing to read, but the log's writer is free: what the open frame holds can go.
        case flush
        case timedOut
        /// The reader is done and everything it read was taken.
        case ended
    }

    private let state = ConditionLock(State())
    private let bytesMax: Int
    private let chunkBytes: Int

    init(bytesMax: Int, chunkBytes: Int) {
        self.bytesMax = bytesMax
        self.chunkBytes = chunkBytes
    }

    /// An empty chunk to fill.
    func emptyChunk() -> EventChunk {
        state.withLock { $0.empty.popLast() } ?? EventChunk(capacity: chunkBytes + chunkBytes / 4)
    }

    /// Hands a filled chunk over; waits while the queue is full. One chunk always fits, however large its event.
    /// - Returns: an empty chunk to fill next; nil when the decoder has given up: the reader should end too.
    func push(_ chunk: EventChunk) -> EventChunk? {
        let next: EventChunk? = state.whenReady { state in
            state.isCancelled || state.bytes == 0 || state.bytes + chunk.count <= bytesMax
        } _: { state in
            guard !state.isCancelled else { return nil }
            state.bytes += chunk.count
            // Small chunks come when the wire is empty after each event. While the decoder is busy they are joined, so
            // that what waits takes no more memory than it has bytes.
            if let last = state.filled.last, last.count + chunk.count <= chunkBytes {
                last.join(chunk)
                return chunk
            }
            state.filled.append(chunk)
            return state.empty.popLast() ?? EventChunk(capacity: chunkBytes + chunkBytes / 4)
        }
        state.signal()
        return next
    }

    /// The next chunk, or the reason why there is none.
    /// - Parameter wantsFlush: the open frame holds something, so a free writer is worth waking up for.
    func next(wantsFlush: Bool, timeoutMilliseconds: Int) -> Next {
        state.whenReady(timeoutMilliseconds: timeoutMilliseconds) { state in
            !state.filled.isEmpty || state.isFinished || (wantsFlush && state.isWriterFree)
        } _: { state in
            if !state.filled.isEmpty { return .decode(state.filled.removeFirst()) }
            if state.isFinished { return .ended }
            return wantsFlush && state.isWriterFree ? .flush : .timedOut
        }
    }

    /// Gives a decoded chunk back: only now does its room count as free.
    func recycle(_ chunk: EventChunk) {
        let count = chunk.count
        chunk.recycle(capacityMax: 2 * chunkBytes)
        state.withLock { state in
            state.bytes -= count
            if state.empty.count < bytesMax / chunkBytes { state.empty.append(chunk) }
        }
        state.signal()
    }

    /// The log's writer became free or was given work.
    func setWriterFree(_ isFree: Bool) {
        state.withLock { $0.isWriterFree = isFree }
        if isFree { state.signal() }
    }

    /// How many bytes wait or are being decoded, of how many that may, and when the oldest that waits was received.
    var fill: (bytes: Int, bytesMax: Int, oldestMicroseconds: Int64?) {
        state.withLock { ($0.bytes, bytesMax, $0.filled.first?.receivedMicroseconds) }
    }

    /// True when the reader or the decoder has ended.
    var isOver: Bool { state.withLock { $0.isFinished || $0.isCancelled } }

    /// The reader is done: the decoder takes what is left and ends.
    func finish() {
        state.withLock { $0.isFinished = true }
        state.signal()
    }

    /// The decoder has failed: the reader's next `push` answers false.
    func cancel() {
        state.withLock { $0.isCancelled = true }
        state.signal()
    }
}
