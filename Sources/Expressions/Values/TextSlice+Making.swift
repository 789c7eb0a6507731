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

extension TextSlice {
    /// SUBSTRING_INDEX: what stands before so many delimiters from the left, or behind so many from the right. Letters
    /// of another case are others. Delimiters that overlap are found from the left for both.
    static func delimited(
        _ bytes: UnsafeRawBufferPointer, by delimiter: UnsafeRawBufferPointer, count: Int
    ) -> UnsafeRawBufferPointer {
        let none = UnsafeRawBufferPointer(start: nil, count: 0)
        guard !delimiter.isEmpty, count != 0 else { return none }
        if count > 0 {
            guard let found = place(of: delimiter, number: count, in: bytes) else { return bytes }
            return UnsafeRawBufferPointer(rebasing: bytes[..<found])
        }
        let total = places(of: delimiter, in: bytes)
        guard total >= -count, let found = place(of: delimiter, number: total + count + 1, in: bytes) else {
            return bytes
        }
        return UnsafeRawBufferPointer(rebasing: bytes[(found + delimiter.count)...])
    }

    /// How often a text is in another one.
    private static func places(of text: UnsafeRawBufferPointer, in bytes: UnsafeRawBufferPointer) -> Int {
        var (at, count) = (0, 0)
        while let found = next(text, in: bytes, from: at) { (at, count) = (found + text.count, count + 1) }
        return count
    }

    /// Where the occurrence of this number begins, counted from 1.
    private static func place(
        of text: UnsafeRawBufferPointer, number: Int, in bytes: UnsafeRawBufferPointer
    ) -> Int? {
        var at = 0
        for _ in 1..<max(1, number) {
            guard let found = next(text, in: bytes, from: at) else { return nil }
            at = found + text.count
        }
        return next(text, in: bytes, from: at)
    }

    /// UTF-8 is found only where characters begin.
    private static func next(
        _ text: UnsafeRawBufferPointer, in bytes: UnsafeRawBufferPointer, from start: Int
    ) -> Int? {
        var at = start
        while at + text.count <= bytes.count {
            if bytes[at..<(at + text.count)].elementsEqual(text) { return at }
            at += 1
        }
        return nil
    }
}
