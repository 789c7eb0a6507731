import Bytes
import CLZ4

/// One lz4 frame to bytes.
final class LZ4Decompressor {
    private let context: OpaquePointer

    init() throws(RecordBatchError) {
        var context: OpaquePointer?
        try LZ4Compressor.check(LZ4F_createDecompressionContext(&context, UInt32(LZ4F_VERSION)))
        guard let context else { throw .compression(codec: "lz4", message: "no context") }
        self.context = context
    }

    deinit { LZ4F_freeDecompressionContext(context) }

    func decompress(
        _ source: UnsafeRawBufferPointer, bytesMax: Int, into writer: inout ByteWriter
    ) throws(RecordBatchError) {
        // Drops what a failed frame left behind.
        LZ4F_resetDecompressionContext(context)
        let allowance = OutputAllowance(bytesMax: bytesMax)
        var rest = source
        while true {
            var room = try allowance.next(after: writer.count, source: source.count)
            var taken = rest.count
            let start = writer.freeSpace(room)
            let hint = try LZ4Compressor.check(
                LZ4F_decompress(context, start, &room, rest.baseAddress, &taken, nil))
            writer.commit(upTo: start + room)
            rest = UnsafeRawBufferPointer(rebasing: rest[taken...])
            if hint == 0 { break }
            guard taken > 0 || room > 0 else { throw .truncated(needed: hint, left: rest.count) }
        }
        guard rest.isEmpty else { throw .malformed("\(rest.count) bytes after the lz4 frame") }
        guard writer.count <= bytesMax else { throw .tooLarge(bytesMax: bytesMax) }
    }
}
