import Bytes

/// An object or array of a binary JSON document: where its keys and values lie. Layout: see `BinaryDocument`.
struct Container {
    struct Shape {
        let isObject: Bool
        let isLarge: Bool

        /// Bytes of a count, a size or an offset.
        var width: Int { isLarge ? 4 : 2 }
        var keyEntryLength: Int { isObject ? width + 2 : 0 }
        var valueEntryLength: Int { 1 + width }
    }

    let shape: Shape
    let count: Int
    /// From the container's start to its end by its own account.
    private let bytes: UnsafeRawBufferPointer

    /// - Throws: when the container does not fit into `bytes`, or its entries into the container.
    init(_ bytes: UnsafeRawBufferPointer, shape: Shape) throws(BytesError) {
        var cursor = ByteCursor(bytes)
        self.shape = shape
        count = Int(try cursor.uintLE(width: shape.width))
        let size = Int(try cursor.uintLE(width: shape.width))
        guard size <= bytes.count else { throw .truncated(needed: size, left: bytes.count, offset: 0) }
        self.bytes = UnsafeRawBufferPointer(rebasing: bytes[..<size])
        guard headerLength <= size else { throw .truncated(needed: headerLength, left: size, offset: 0) }
    }

    /// Bytes of counts and entries. Both factors are below 2^32 and 2^4.
    var headerLength: Int { 2 * shape.width + count * (shape.keyEntryLength + shape.valueEntryLength) }

    func key(_ index: Int) throws(BytesError) -> UnsafeRawBufferPointer {
        var entry = ByteCursor(bytes)
        try entry.skip(2 * shape.width + index * shape.keyEntryLength)
        let offset = Int(try entry.uintLE(width: shape.width))
        let length = Int(try entry.u16le())
        var key = ByteCursor(bytes)
        try key.skip(offset)
        return try key.bytes(length)
    }

    /// The value's type, and its bytes up to the end of the container.
    func value(_ index: Int) throws(BytesError) -> (type: UInt8, bytes: UnsafeRawBufferPointer) {
        var entry = ByteCursor(bytes)
        try entry.skip(2 * shape.width + count * shape.keyEntryLength + index * shape.valueEntryLength)
        let type = try entry.u8()
        switch type {
        case 0x04, 0x05, 0x06: return (type, try entry.bytes(shape.width))
        case 0x07 where shape.isLarge, 0x08 where shape.isLarge: return (type, try entry.bytes(shape.width))
        default:
            let offset = Int(try entry.uintLE(width: shape.width))
            var value = ByteCursor(bytes)
            try value.skip(offset)
            return (type, value.rest())
        }
    }
}

extension ByteCursor {
    /// A length in groups of seven bits, lowest first, at most five of them, and as many bytes.
    mutating func documentString() throws(BytesError) -> UnsafeRawBufferPointer {
        let at = offset
        var length = 0
        for group in 0..<5 {
            let byte = try u8()
            length |= Int(byte & 0x7F) << (7 * group)
            if byte < 0x80 { return try bytes(length) }
        }
        throw .malformed("a length of more than five bytes in a JSON document", at: at)
    }
}
