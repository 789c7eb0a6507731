import Bytes

/// MariaDB's compressed bytes, in events (log_bin_compress) and in COMPRESSED columns:
///
///     0  bit 7: compressed, bits 4–6: method (0 = zlib), bit 3 (columns only): raw deflate, bits 0–2: n = 1 to 4
///     1  length before compression, n bytes, big-endian    1+n  zlib stream, or deflate
///
/// Source: MariaDB sql/log_event.cc `binlog_buf_compress`, sql/field_comp.cc `compress_zlib`.
struct MariaDBCompressed {
    let isRaw: Bool
    let data: UnsafeRawBufferPointer
    /// Bytes before compression. Not above what the compressed bytes can give, so that memory may be reserved for it.
    let byteCount: Int

    init(_ bytes: UnsafeRawBufferPointer) throws(BytesError) {
        var cursor = ByteCursor(bytes)
        let head = try cursor.u8()
        let width = Int(head & 0x07)
        guard head & 0xF0 == 0x80, width >= 1, width <= 4 else { throw .malformed("no compressed bytes", at: 0) }
        isRaw = head & 0x08 != 0
        byteCount = Int(try cursor.uintBE(width: width))
        data = cursor.rest()
        // Deflate's densest code: 258 bytes in two bits.
        guard byteCount <= data.count * 1032 else { throw .malformed("a length that deflate cannot reach", at: 1) }
    }
}
