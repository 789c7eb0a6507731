import Bytes

/// The decompression contexts of one thread and the memory they write to, used again for every batch.
/// Not for use by two threads at once.
public final class BatchDecompressor {
    private var output = ByteWriter(capacity: 16)
    private var lz4: LZ4Decompressor?
    private var zstd: ZstdDecompressor?
    private var gzip: GzipDecompressor?

    /// Memory beyond this is given back when the next batch needs less.
    private static let retainedBytesMax = 8 << 20

    public init() {}

    /// - Returns: `source` itself for `none`, else memory of this object, valid until its next use.
    func decompress(
        _ source: UnsafeRawBufferPointer, codec: Compression, bytesMax: Int
    ) throws(RecordBatchError) -> UnsafeRawBufferPointer {
        output.removeAll(keepingCapacityUpTo: Self.retainedBytesMax)
        switch codec {
        case .none:
            guard source.count <= bytesMax else { throw .tooLarge(bytesMax: bytesMax) }
            return source
        case .lz4:
            if lz4 == nil { lz4 = try LZ4Decompressor() }
            try lz4?.decompress(source, bytesMax: bytesMax, into: &output)
        case .zstd:
            if zstd == nil { zstd = try ZstdDecompressor() }
            try zstd?.decompress(source, bytesMax: bytesMax, into: &output)
        case .gzip:
            if gzip == nil { gzip = try GzipDecompressor() }
            try gzip?.decompress(source, bytesMax: bytesMax, into: &output)
        }
        return output.bytes
    }
}
