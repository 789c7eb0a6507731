import CZlib

/// A zlib decompressor that is used again and again (about 40 KiB).
final class ZlibStream {
    /// The library keeps a pointer to the stream, so it must not move.
    private let stream: UnsafeMutablePointer<z_stream>

    /// Nil when there is no memory.
    init?() {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        guard inflateInit2_(stream, MAX_WBITS, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            stream.deallocate()
            return nil
        }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    /// True when `source` is one whole stream that gives exactly as many bytes as `target` has room for.
    ///
    /// - Parameter isRaw: deflate alone, without zlib's header and checksum.
    func inflate(_ source: UnsafeRawBufferPointer, isRaw: Bool, into target: UnsafeMutableRawBufferPointer) -> Bool {
        guard let input = UInt32(exactly: source.count), let output = UInt32(exactly: target.count),
            inflateReset2(stream, isRaw ? -MAX_WBITS : MAX_WBITS) == Z_OK
        else { return false }
        stream.pointee.next_in = UnsafeMutablePointer(
            mutating: source.baseAddress?.assumingMemoryBound(to: UInt8.self))
        stream.pointee.avail_in = input
        stream.pointee.next_out = target.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = output
        return CZlib.inflate(stream, Z_FINISH) == Z_STREAM_END && stream.pointee.avail_in == 0
            && stream.pointee.avail_out == 0
    }
}
