import CZstd

/// A zstd decompressor that is used again and again. A frame's window takes at most 128 MiB (the library's own limit,
/// which no level of the server's goes beyond).
final class ZstdStream {
    private let context: OpaquePointer

    /// Nil when there is no memory.
    init?() {
        guard let context = ZSTD_createDCtx() else { return nil }
        self.context = context
    }

    deinit { ZSTD_freeDCtx(context) }

    enum Step {
        /// Bytes taken and given; more may follow.
        case moved(taken: Int, given: Int)
        /// As before, and a frame ended.
        case frameEnded(taken: Int, given: Int)
        /// The library's words.
        case failed(String)
    }

    func reset() { ZSTD_DCtx_reset(context, ZSTD_reset_session_only) }

    /// Decompresses as much as both buffers allow.
    func step(from source: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer) -> Step {
        var input = ZSTD_inBuffer(src: source.baseAddress, size: source.count, pos: 0)
        var output = ZSTD_outBuffer(dst: target.baseAddress, size: target.count, pos: 0)
        let hint = ZSTD_decompressStream(context, &output, &input)
        if ZSTD_isError(hint) != 0 { return .failed(String(cString: ZSTD_getErrorName(hint))) }
        return hint == 0
            ? .frameEnded(taken: input.pos, given: output.pos) : .moved(taken: input.pos, given: output.pos)
    }
}
