import Bytes
import CZlib

/// One gzip member to bytes.
final class GzipDecompressor {
    /// The library keeps a pointer to the stream, so it must not move.
    private let stream: UnsafeMutablePointer<z_stream>

    init() throws(RecordBatchError) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // 15 window bits, + 16 for the gzip wrapper.
        let status = inflateInit2_(stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard status == Z_OK else { throw .compression(codec: "gzip", message: "zlib status \(status)") }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    func decompress(
        _ source: UnsafeRawBufferPointer, bytesMax: Int, into writer: inout ByteWriter
    ) throws(RecordBatchError) {
        guard source.count <= Int(UInt32.max) else { throw .tooLarge(bytesMax: Int(UInt32.max)) }
        inflateReset(stream)
        let allowance = OutputAllowance(bytesMax: bytesMax)
        stream.pointee.next_in = UnsafeMutablePointer(
            mutating: source.baseAddress?.assumingMemoryBound(to: UInt8.self))
        stream.pointee.avail_in = UInt32(source.count)
        while true {
            let room = min(try allowance.next(after: writer.count, source: source.count), Int(UInt32.max))
            let start = writer.freeSpace(room)
            stream.pointee.next_out = start.assumingMemoryBound(to: UInt8.self)
            stream.pointee.avail_out = UInt32(room)
            let status = inflate(stream, Z_NO_FLUSH)
            writer.commit(upTo: start + (room - Int(stream.pointee.avail_out)))
            switch status {
            case Z_STREAM_END:
                guard stream.pointee.avail_in == 0 else {
                    throw .malformed("\(stream.pointee.avail_in) bytes after the gzip member")
                }
                guard writer.count <= bytesMax else { throw .tooLarge(bytesMax: bytesMax) }
                return
            case Z_OK:
                continue
            case Z_BUF_ERROR:
                throw .truncated(needed: 1, left: 0)
            default:
                let message = stream.pointee.msg.map { String(cString: $0) } ?? "zlib status \(status)"
                throw .compression(codec: "gzip", message: message)
            }
        }
    }
}
