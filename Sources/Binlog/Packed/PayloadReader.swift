import Bytes
import Glibc

/// Reads the events inside of TRANSACTION_PAYLOAD events, one after another. Decompression is streamed: at any time
/// only the current event and what zstd holds of its window are in memory, however large the transaction is.
///
///     try reader.begin(payload)
///     while let event = try reader.next() { … }
///
/// Make one for each stream of events and use it again; in steady state it allocates nothing.
/// The events inside have the usual header, but no checksum and no position: source MySQL
/// `Transaction_payload_log_event`.
public struct PayloadReader: ~Copyable {
    /// Largest event that is read out of a payload; a larger one is an error. Memory stays below twice this figure.
    public let eventBytesMax: Int

    private var zstd: ZstdStream?
    private var header: EventHeader?
    /// Compressed bytes that are still to be read.
    private var source = UnsafeRawBufferPointer(start: nil, count: 0)
    /// Decompressed bytes that no event was made of yet: in `memory`, or in the event itself if it is not compressed.
    private var ready = UnsafeRawBufferPointer(start: nil, count: 0)
    private var memory: UnsafeMutableRawPointer?
    private var capacity = 0
    private var isFinished = true
    private var produced: UInt64 = 0
    private var announced: UInt64 = 0

    /// What zstd gives at most at a time, and the buffer that is kept from one payload to the next.
    private static let chunkBytes = 128 << 10
    private static let keptBytesMax = 1 << 20

    public init(eventBytesMax: Int) { self.eventBytesMax = max(eventBytesMax, EventHeader.byteCount) }

    deinit { memory?.deallocate() }

    /// Begins a TRANSACTION_PAYLOAD event, whose memory has to stay valid until `next` has given nil or thrown.
    ///
    /// Throws `BinlogError.malformed`, or `.notDecompressed` for a compression that is neither zstd nor none.
    public mutating func begin(_ frame: EventFrame) throws(BinlogError) {
        let event = try TransactionPayloadEvent(frame)
        header = frame.header
        produced = 0
        announced = event.uncompressedByteCount
        switch event.compression {
        case 0:
            source = event.payload
            ready = UnsafeRawBufferPointer(start: nil, count: 0)
            isFinished = event.payload.isEmpty
            if capacity > Self.keptBytesMax { releaseMemory() }
            try resetDecompressor(frame)
        case 255:
            ready = event.payload
            isFinished = true
        default: throw frame.notDecompressed("its compression is neither zstd nor none")
        }
    }

    /// The next event, valid until the next call; nil at the end of the payload. Its header names the end of the
    /// payload event as its own: that is the position in the file that is known.
    ///
    /// Throws `.malformed` for broken bytes, `.notDecompressed` for a broken or truncated payload, `.eventTooLarge`
    /// beyond `eventBytesMax`, `.unexpectedInPayload` for an event that no transaction holds (another payload above
    /// all). Then the rest of the payload is lost.
    public mutating func next() throws(BinlogError) -> EventFrame? {
        guard let outer = header else { return nil }
        if try !fill(EventHeader.byteCount, outer) {
            guard ready.isEmpty else { throw outer.notDecompressed("it ends inside of an event") }
            return nil
        }
        let inner = try EventHeader(ready).moved(to: outer.nextPosition)
        guard inner.type.mayStandInPayload else {
            throw .unexpectedInPayload(inner.type, endPosition: outer.nextPosition)
        }
        let length = Int(inner.eventLength)
        guard length <= eventBytesMax else {
            throw .eventTooLarge(
                inner.type, endPosition: outer.nextPosition, bytes: UInt64(length), bytesMax: eventBytesMax)
        }
        guard try fill(length, outer) else { throw outer.notDecompressed("it ends inside of an event") }
        let event = UnsafeRawBufferPointer(rebasing: ready[..<length])
        ready = UnsafeRawBufferPointer(rebasing: ready[length...])
        return EventFrame(header: inner, body: UnsafeRawBufferPointer(rebasing: event[EventHeader.byteCount...]))
    }

    /// Decompresses until `needed` bytes are ready; false when the payload ends before.
    private mutating func fill(_ needed: Int, _ outer: EventHeader) throws(BinlogError) -> Bool {
        while ready.count < needed {
            if isFinished { return false }
            let free = makeRoom()
            guard let zstd else { return false }
            let taken: Int
            let given: Int
            switch zstd.step(from: source, into: free) {
            case .failed(let why): throw outer.notDecompressed(why)
            case .moved(let input, let output):
                (taken, given) = (input, output)
                guard taken > 0 || given > 0 else { throw outer.notDecompressed("it is truncated") }
            case .frameEnded(let input, let output):
                (taken, given) = (input, output)
                isFinished = taken == source.count
            }
            source = UnsafeRawBufferPointer(rebasing: source[taken...])
            ready = UnsafeRawBufferPointer(start: ready.baseAddress, count: ready.count + given)
            produced &+= UInt64(given)
            guard announced == 0 || (isFinished ? produced == announced : produced <= announced) else {
                throw outer.notDecompressed("it is not as long as it says")
            }
        }
        return true
    }

    /// Free space behind the ready bytes, which it may move. The buffer doubles only when it is full, so that it is
    /// never larger than what was really decompressed asks for.
    private mutating func makeRoom() -> UnsafeMutableRawBufferPointer {
        if capacity == 0 || (ready.count == capacity) {
            let wanted = max(capacity * 2, Self.chunkBytes)
            let larger = UnsafeMutableRawPointer.allocate(byteCount: wanted, alignment: 16)
            if let old = ready.baseAddress { larger.copyMemory(from: old, byteCount: ready.count) }
            releaseMemory()
            (memory, capacity) = (larger, wanted)
        } else if let memory, let old = ready.baseAddress, old != UnsafeRawPointer(memory) {
            memmove(memory, old, ready.count)
        }
        ready = UnsafeRawBufferPointer(start: memory, count: ready.count)
        let start = memory.map { $0 + ready.count }
        return UnsafeMutableRawBufferPointer(start: start, count: capacity - ready.count)
    }

    private mutating func resetDecompressor(_ frame: EventFrame) throws(BinlogError) {
        if zstd == nil { zstd = ZstdStream() }
        guard let zstd else { throw frame.notDecompressed("no memory for zstd") }
        zstd.reset()
    }

    private mutating func releaseMemory() {
        memory?.deallocate()
        (memory, capacity) = (nil, 0)
    }
}

extension EventHeader {
    /// The same header with another end.
    func moved(to nextPosition: UInt32) -> EventHeader {
        EventHeader(
            timestamp: timestamp, type: type, serverId: serverId, eventLength: eventLength,
            nextPosition: nextPosition, flags: flags)
    }

    func notDecompressed(_ why: String) -> BinlogError {
        .notDecompressed(type, endPosition: nextPosition, why)
    }
}

extension EventFrame {
    func notDecompressed(_ why: String) -> BinlogError { header.notDecompressed(why) }
}

extension EventType {
    /// False for what belongs to a file or to the stream and not to a transaction.
    var mayStandInPayload: Bool {
        switch self {
        case .transactionPayload, .formatDescription, .rotate, .stop, .heartbeat, .heartbeatV2, .previousGTIDs, .gtid,
            .anonymousGTID, .gtidTagged, .incident:
            false
        default: true
        }
    }
}
