/// Reads code points of UTF-8 one after another. Bytes that are no UTF-8 count as U+FFFD each: texts were checked when
/// they were stored.
struct UTF8Reader {
    private let bytes: UnsafeRawBufferPointer
    private(set) var at = 0

    @inline(__always)
    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    @inline(__always)
    var isAtEnd: Bool { at >= bytes.count }

    /// The next code point; requires that the end is not reached.
    @inline(__always)
    mutating func next() -> UInt32 {
        let first = bytes[at]
        if first < 0x80 {
            at &+= 1
            return UInt32(first)
        }
        return nextBeyondASCII(first)
    }

    private mutating func nextBeyondASCII(_ first: UInt8) -> UInt32 {
        let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
        guard first >= 0xC2, first <= 0xF4, at + length <= bytes.count else {
            at += 1
            return 0xFFFD
        }
        var point = UInt32(first & (0xFF >> UInt8(length + 1)))
        for index in (at + 1)..<(at + length) {
            guard bytes[index] & 0xC0 == 0x80 else {
                at += 1
                return 0xFFFD
            }
            point = point << 6 | UInt32(bytes[index] & 0x3F)
        }
        at += length
        return point
    }
}
