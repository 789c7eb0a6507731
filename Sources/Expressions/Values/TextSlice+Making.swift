import Bytes

/// Texts made of others. All are UTF-8.
extension TextSlice {
    static func appendReversed(_ bytes: UnsafeRawBufferPointer, to out: inout ByteWriter) {
        var end = bytes.count
        while end > 0 {
            var start = end - 1
            while start > 0, bytes[start] & 0xC0 == 0x80 { start -= 1 }
            out.append(UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
            end = start
        }
    }

    /// Every occurrence, byte by byte: letters of another case are others.
    static func append(
        _ bytes: UnsafeRawBufferPointer, replacing from: UnsafeRawBufferPointer, with to: UnsafeRawBufferPointer,
        to out: inout ByteWriter
    ) {
        guard !from.isEmpty else {
            out.append(bytes)
            return
        }
        var at = 0
        while at < bytes.count {
            if bytes.count - at >= from.count, bytes[at..<(at + from.count)].elementsEqual(from) {
                out.append(to)
                at += from.count
            } else {
                out.append(bytes[at])
                at += 1
            }
        }
    }

    /// LPAD and RPAD: as many characters as `length`, of the text and as much padding as it takes.
    ///
    /// - Returns: false when there is nothing to pad with: NULL.
    static func append(
        _ bytes: UnsafeRawBufferPointer, padded pad: UnsafeRawBufferPointer, to length: Int, isLeft: Bool,
        out: inout ByteWriter
    ) -> Bool {
        let count = characters(bytes)
        guard count < length else {
            out.append(TextSlice(bytes, inCharacters: true).left(length))
            return true
        }
        let padCount = characters(pad)
        guard padCount > 0 else { return false }
        if !isLeft { out.append(bytes) }
        var missing = length - count
        while missing > 0 {
            out.append(TextSlice(pad, inCharacters: true).left(missing))
            missing -= min(missing, padCount)
        }
        if isLeft { out.append(bytes) }
        return true
    }
}
