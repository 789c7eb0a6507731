extension TextOrder {
    /// SQL's LIKE: `_` is one character, `%` any number of them. Trailing spaces count under every collation.
    ///
    /// One point of return: after a mismatch only the last `%` takes one character more, so the time is at most
    /// pattern × text.
    func matches(_ text: UnsafeRawBufferPointer, pattern: UnsafeRawBufferPointer, escape: UInt8?) -> Bool {
        var at = 0
        var patternAt = 0
        var retry: (patternAt: Int, at: Int)?
        while at < text.count {
            if patternAt < pattern.count {
                let byte = pattern[patternAt]
                if byte == 0x25, escape != 0x25 {
                    patternAt += 1
                    retry = (patternAt, at)
                    continue
                }
                let isEscaped = byte == escape && patternAt + 1 < pattern.count
                let start = isEscaped ? patternAt + 1 : patternAt
                let length = characterLength(pattern, start)
                let textLength = characterLength(text, at)
                let isAny = !isEscaped && byte == 0x5F
                if isAny || areEqual(text, at, textLength, pattern, start, length) {
                    patternAt = start + length
                    at += textLength
                    continue
                }
            }
            guard let point = retry else { return false }
            at = point.at + characterLength(text, point.at)
            patternAt = point.patternAt
            retry = (patternAt, at)
        }
        while patternAt < pattern.count, pattern[patternAt] == 0x25, escape != 0x25 { patternAt += 1 }
        return patternAt == pattern.count
    }

    @inline(__always)
    private func characterLength(_ text: UnsafeRawBufferPointer, _ at: Int) -> Int {
        if isBinary { return 1 }
        let length = text[at] < 0x80 ? 1 : text[at] < 0xE0 ? 2 : text[at] < 0xF0 ? 3 : 4
        return min(length, text.count - at)
    }

    @inline(__always)
    private func areEqual(
        _ text: UnsafeRawBufferPointer, _ at: Int, _ length: Int,
        _ pattern: UnsafeRawBufferPointer, _ patternAt: Int, _ patternLength: Int
    ) -> Bool {
        let one = UnsafeRawBufferPointer(rebasing: text[at..<(at + length)])
        let other = UnsafeRawBufferPointer(rebasing: pattern[patternAt..<(patternAt + patternLength)])
        if length == patternLength, one.elementsEqual(other) { return true }
        switch form {
        case .bytes: return false
        case .simple(let weights): return weights.compare(one, other, padsSpace: false) == 0
        case .unicode(let weights): return weights.areEqual(one, other)
        }
    }
}
