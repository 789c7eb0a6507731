import Bytes
import CZstd

/// zstd frames at the library's default level.
final class ZstdCompressor {
    private let context: OpaquePointer

    init() throws(RecordBatchError) {
        guard let context = ZSTD_createCCtx() else { throw .compression(codec: "zstd", message: "no context") }
        self.context = context
    }

    deinit { ZSTD_freeCCtx(context) }

    func compress(_ source: UnsafeRawBufferPointer, into writer: inout ByteWriter) throws(RecordBatchError) {
        let bound = ZSTD_compressBound(source.count)
        let start = writer.freeSpace(bound)
        let length = ZSTD_compress2(context, start, bound, source.baseAddress, source.count)
        guard ZSTD_isError(length) == 0 else {
            throw .compression(codec: "zstd", message: String(cString: ZSTD_getErrorName(length)))
        }
        writer.commit(upTo: start + length)
    }
}
