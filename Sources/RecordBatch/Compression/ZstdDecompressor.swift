import Bytes
import CZstd

/// zstd frames to bytes.
final class ZstdDecompressor {
    private let context: OpaquePointer

    init() throws(RecordBatchError) {
        guard let context = ZSTD_createDCtx() else { throw .compression(codec: "zstd", message: "no context") }
        self.context = context
    }

    deinit { ZSTD_freeDCtx(context) }

    func decompress(
        _ source: UnsafeRawBufferPointer, bytesMax: Int, into writer: inout ByteWriter
    ) throws(RecordBatchError) {
        ZSTD_DCtx_reset(context, ZSTD_reset_session_only)
        // A frame may ask for a window up to the size of its content, and never for more memory than the output;
        // 8 MiB is what every zstd decoder must offer (RFC 8878).
        let windowLog = max(23, Int.bitWidth - bytesMax.leadingZeroBitCount)
        try check(ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, Int32(min(windowLog, 30))))
        let allowance = OutputAllowance(bytesMax: bytesMax)
        var input = ZSTD_inBuffer(src: source.baseAddress, size: source.count, pos: 0)
        while true {
            let room = try allowance.next(after: writer.count, source: source.count)
            let start = writer.freeSpace(room)
            var output = ZSTD_outBuffer(dst: start, size: room, pos: 0)
            let before = input.pos
            let hint = try check(ZSTD_decompressStream(context, &output, &input))
            writer.commit(upTo: start + output.pos)
            if hint == 0, input.pos == input.size { break }
            guard input.pos > before || output.pos > 0 else { throw .truncated(needed: hint, left: 0) }
        }
        guard writer.count <= bytesMax else { throw .tooLarge(bytesMax: bytesMax) }
    }

    @discardableResult
    private func check(_ result: Int) throws(RecordBatchError) -> Int {
        guard ZSTD_isError(result) == 0 else {
            throw .compression(codec: "zstd", message: String(cString: ZSTD_getErrorName(result)))
        }
        return result
    }
}
