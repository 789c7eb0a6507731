import Bytes

// Strings and byte strings in the bodies of TOPIC, SOURCE, GROUP and STATE frames.

extension ByteWriter {
    /// u16 length, then UTF-8.
    mutating func appendShort(_ text: String) {
        let start = count
        appendLE(0 as UInt16)
        append(utf8: text)
        // Callers refuse longer text before it gets here.
        patchLE(UInt16(count - start - 2), at: start)
    }

    /// u32 length, then the bytes.
    mutating func appendLong(_ bytes: [UInt8]) {
        appendLE(UInt32(bytes.count))
        append(bytes)
    }
}

extension ByteCursor {
    mutating func shortString() throws(BytesError) -> String {
        let length = Int(try u16le())
        return String(decoding: try bytes(length), as: UTF8.self)
    }

    mutating func longBytes() throws(BytesError) -> [UInt8] {
        let length = Int(try u32le())
        return Array(try bytes(length))
    }

    /// A count of things that take at least `size` bytes each: one that cannot be true allocates nothing.
    mutating func count32(ofSize size: Int) throws(BytesError) -> Int {
        let at = offset
        let count = Int(try u32le())
        guard count <= remaining / size else { throw .malformed("a count that does not fit its frame", at: at) }
        return count
    }
}
