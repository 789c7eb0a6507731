import Binlog
import MySQLSource

/// The reading side of one connection: receives raw events, checks their checksums, and hands them over in chunks.
/// It interprets nothing beyond what the framing needs.
struct SourceReader: ~Copyable {
    private let stream: BinlogStream
    private let queue: ChunkQueue
    private let chunkBytes: Int
    private var checksum: ChecksumAlgorithm?
    private var chunk: EventChunk
    private let onFirstEvent: () -> Void
    private let meter: SourceMeter

    /// Why reading ended without an error.
    enum End {
        /// The server closed the stream.
        case closedByServer
        /// A huge event has blown the library's buffer up: a new connection gives the memory back.
        case renew
        /// The decoder has given up.
        case cancelled
    }

    /// - Parameter onFirstEvent: called once, when the server has accepted the position and sends.
    init(
        stream: BinlogStream, queue: ChunkQueue, chunkBytes: Int, meter: SourceMeter,
        onFirstEvent: @escaping () -> Void
    ) {
        self.meter = meter
        self.onFirstEvent = onFirstEvent
        self.stream = stream
        self.queue = queue
        self.chunkBytes = chunkBytes
        chunk = queue.emptyChunk()
    }

    /// Reads until the stream ends.
    mutating func run() throws(BridgeError) -> End {
        meter.reader.store(.waitingForInput, ordering: .relaxed)
        while true {
            let next: UnsafeRawBufferPointer?
            do throws(SourceError) { next = try stream.next() } catch { throw BridgeError(error) }
            guard let event = next else { return .closedByServer }
            if chunk.count == 0 {
                // After a wait, or where one might have been: once a chunk.
                let now = EventDecoder.nowMicroseconds()
                chunk.receivedMicroseconds = now
                meter.lastReceived.store(now, ordering: .relaxed)
                meter.reader.store(.working, ordering: .relaxed)
            }
            let type: EventType
            do throws(BinlogError) {
                type = try take(event)
            } catch {
                if case .checksumMismatch = error { meter.checksumFailures.add(1, ordering: .relaxed) }
                throw BridgeError(what: error.description, remedy: error.remedy, isRetriable: error.isRetriable)
            }
            let isWireEmpty = !stream.hasBufferedInput
            if isWireEmpty || chunk.count >= chunkBytes {
                chunk.endsAtEmptyWire = isWireEmpty
                meter.reader.store(.waitingForOutput, ordering: .relaxed)
                guard let next = queue.push(chunk) else { return .cancelled }
                meter.reader.store(isWireEmpty ? .waitingForInput : .working, ordering: .relaxed)
                chunk = next
            }
            if stream.isBufferOversized, type == .xid, chunk.count == 0 { return .renew }
        }
    }

    /// Checks an event and puts it, without its checksum, into the chunk.
    private mutating func take(_ event: UnsafeRawBufferPointer) throws(BinlogError) -> EventType {
        let header = try EventHeader(event)
        if header.type == .formatDescription {
            // It says how itself and all events after it are checksummed.
            if checksum == nil { onFirstEvent() }
            let description = try FormatDescriptionEvent(event: event)
            checksum = description.checksum
            chunk.append(UnsafeRawBufferPointer(rebasing: event.dropLast(description.checksum.byteCount)))
            return header.type
        }
        // Only the artificial ROTATE comes before the first FORMAT_DESCRIPTION.
        let algorithm = checksum ?? ChecksumAlgorithm(recognisedIn: event)
        let frame = try EventFrame.verified(event, checksum: algorithm)
        chunk.append(UnsafeRawBufferPointer(rebasing: event.prefix(19 + frame.body.count)))
        return header.type
    }
}
