import Bytes

/// A run of whole binlog events, one after the other, as the reader received them: header and body, the checksum
/// checked and cut off.
///
///     repeated:  length u32   header and body (length bytes)
///
/// A chunk is filled by the reader, handed over once, emptied by the decoder and given back: in steady state the
/// same few buffers go round and nothing is allocated.
final class EventChunk: @unchecked Sendable {
    // Unchecked: a chunk has one owner at a time; it changes hands under the lock of `ChunkQueue`.
    private(set) var bytes: ByteWriter
    /// When its first event was received, µs since 1970.
    var receivedMicroseconds: Int64 = 0
    /// True when the reader saw nothing more on the wire behind this chunk.
    var endsAtEmptyWire = false

    init(capacity: Int) { bytes = ByteWriter(capacity: capacity) }

    var count: Int { bytes.count }

    func append(_ event: UnsafeRawBufferPointer) {
        bytes.reserve(4 + event.count)
        bytes.appendLE(UInt32(truncatingIfNeeded: event.count))
        bytes.append(event)
    }

    /// Calls `body` for each event in order. The view is valid during the call.
    @inline(__always)
    func forEachEvent<Failure: Error>(_ body: (UnsafeRawBufferPointer) throws(Failure) -> Void) throws(Failure) {
        let all = bytes.bytes
        var offset = 0
        while offset < all.count {
            let length = Int(all.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
            try body(UnsafeRawBufferPointer(rebasing: all[(offset + 4)..<(offset + 4 + length)]))
            offset += 4 + length
        }
    }

    /// Moves another chunk's events behind this one's; the other is empty then.
    func join(_ other: EventChunk) {
        bytes.append(other.bytes.bytes)
        endsAtEmptyWire = other.endsAtEmptyWire
        other.bytes.removeAll()
    }

    /// Empties the chunk; memory that one huge event took is given back.
    func recycle(capacityMax: Int) { bytes.removeAll(keepingCapacityUpTo: capacityMax) }
}
