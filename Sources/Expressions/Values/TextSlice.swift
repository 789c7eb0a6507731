/// Parts of a text by the count of characters (UTF-8) or, for binary strings, of bytes.
struct TextSlice {
    private let bytes: UnsafeRawBufferPointer
    private let inCharacters: Bool

    init(_ bytes: UnsafeRawBufferPointer, inCharacters: Bool) {
        self.bytes = bytes
        self.inCharacters = inCharacters
    }

    /// Characters of UTF-8.
    static func characters(_ bytes: UnsafeRawBufferPointer) -> Int {
        bytes.reduce(0) { $1 & 0xC0 == 0x80 ? $0 : $0 + 1 }
    }

    /// Without spaces at both ends.
    static func trimmed(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        var (first, last) = (0, bytes.count)
        while first < last, bytes[first] == 0x20 { first += 1 }
        while last > first, bytes[last - 1] == 0x20 { last -= 1 }
        return UnsafeRawBufferPointer(rebasing: bytes[first..<last])
    }

    static func trimmed(_ bytes: UnsafeRawBufferPointer, isLeft: Bool) -> UnsafeRawBufferPointer {
        var (first, last) = (0, bytes.count)
        if isLeft {
            while first < last, bytes[first] == 0x20 { first += 1 }
        } else {
            while last > first, bytes[last - 1] == 0x20 { last -= 1 }
        }
        return UnsafeRawBufferPointer(rebasing: bytes[first..<last])
    }

    func left(_ count: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: bytes[..<offset(of: max(0, count))])
    }

    func right(_ count: Int) -> UnsafeRawBufferPointer {
        let skipped = max(0, self.count - max(0, count))
        return UnsafeRawBufferPointer(rebasing: bytes[offset(of: skipped)...])
    }

    /// SUBSTRING: positions count from 1, negative ones from the end; position 0 gives nothing.
    func middle(from position: Int, count: Int) -> UnsafeRawBufferPointer {
        let total = self.count
        let first = position > 0 ? position - 1 : position < 0 ? total + max(position, -total - 1) : -1
        guard first >= 0, first < total, count > 0 else { return UnsafeRawBufferPointer(start: nil, count: 0) }
        let last = count >= total - first ? total : first + count
        return UnsafeRawBufferPointer(rebasing: bytes[offset(of: first)..<offset(of: last)])
    }

    private var count: Int { inCharacters ? Self.characters(bytes) : bytes.count }

    /// Where the character of this number begins, or the end.
    private func offset(of index: Int) -> Int {
        guard inCharacters else { return min(index, bytes.count) }
        var left = index
        var at = 0
        while at < bytes.count {
            if bytes[at] & 0xC0 != 0x80 {
                if left == 0 { return at }
                left -= 1
            }
            at += 1
        }
        return at
    }
}
