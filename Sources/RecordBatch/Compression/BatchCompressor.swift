import Bytes

/// The compression contexts of one thread, made when they are first needed and used again for every batch: a context
/// costs tens of kilobytes (lz4) to a megabyte (zstd), so builders share one. Not for use by two threads at once.
public final class BatchCompressor {
    private var lz4: LZ4Compressor?
    private var zstd: ZstdCompressor?
    private var gzip: GzipCompressor?

    public init() {}

    /// Appends the compressed form of `source`; false, and nothing appended, when that is not shorter.
    func compress(
        _ source: UnsafeRawBufferPointer, codec: Compression, into writer: inout ByteWriter
    ) throws(RecordBatchError) -> Bool {
        let start = writer.count
        switch codec {
        case .none:
            return false
        case .lz4:
            if lz4 == nil { lz4 = try LZ4Compressor() }
            try lz4?.compress(source, into: &writer)
        case .zstd:
            if zstd == nil { zstd = try ZstdCompressor() }
            try zstd?.compress(source, into: &writer)
        case .gzip:
            if gzip == nil { gzip = try GzipCompressor() }
            try gzip?.compress(source, into: &writer)
        }
        if writer.count - start < source.count { return true }
        writer.truncate(to: start)
        return false
    }
}
