import Bytes
import CZlib

/// gzip members at zlib's default level.
final class GzipCompressor {
    /// The library keeps a pointer to the stream, so it must not move.
    private let stream: UnsafeMutablePointer<z_stream>

    init() throws(RecordBatchError) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // 15 window bits, + 16 for the gzip wrapper.
        let status = deflateInit2_(
            stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size))
        guard status == Z_OK else { throw .compression(codec: "gzip", message: "zlib status \(status)") }
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
    }

    func compress(_ source: UnsafeRawBufferPointer, into writer: inout ByteWriter) throws(RecordBatchError) {
        guard source.count <= Int(UInt32.max) / 2 else {
            throw .compression(codec: "gzip", message: "more than 2 GiB in one batch")
        }
        deflateReset(stream)
        let bound = Int(deflateBound(stream, UInt(source.count)))
        let start = writer.freeSpace(bound)
        stream.pointee.next_in = UnsafeMutablePointer(
            mutating: source.baseAddress?.assumingMemoryBound(to: UInt8.self))
        stream.pointee.avail_in = UInt32(source.count)
        stream.pointee.next_out = start.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = UInt32(bound)
        let status = deflate(stream, Z_FINISH)
        guard status == Z_STREAM_END else {
            throw .compression(codec: "gzip", message: "zlib status \(status)")
        }
        writer.commit(upTo: start + (bound - Int(stream.pointee.avail_out)))
    }
}
