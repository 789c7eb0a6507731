/// Reads a byte sequence that somebody else owns, from front to back, and never past its end.
///
/// A cursor is a view: it is valid only while the memory it was made from is. Hostile lengths throw
/// `BytesError.truncated`; nothing here traps. Widths and byte orders stand in the names of the methods.
public struct ByteCursor {
    /// The first byte of the whole sequence; offsets in errors count from here.
    public let base: UnsafeRawPointer
    @usableFromInline var position: Int
    /// Length of the whole sequence in bytes.
    public let count: Int

    @inlinable @inline(__always)
    public init(_ bytes: UnsafeRawBufferPointer) {
        // An empty buffer may have no base address; any non-null pointer serves, because nothing is read through it.
        base = bytes.baseAddress ?? UnsafeRawPointer(bitPattern: 1).unsafelyUnwrapped
        count = bytes.count
        position = 0
    }

    /// Bytes read so far.
    @inlinable @inline(__always)
    public var offset: Int { position }

    /// Bytes not yet read.
    @inlinable @inline(__always)
    public var remaining: Int { count &- offset }

    /// True when everything has been read.
    @inlinable @inline(__always)
    public var isAtEnd: Bool { offset == count }

    /// Moves over `length` bytes and returns where they begin.
    @inlinable @inline(__always)
    public mutating func take(_ length: Int) throws(BytesError) -> UnsafeRawPointer {
        guard length >= 0, length <= remaining else {
            throw .truncated(needed: length, left: remaining, offset: offset)
        }
        let start = base + offset
        position &+= length
        return start
    }

    /// The next `length` bytes as a view into the same memory.
    @inlinable @inline(__always)
    public mutating func bytes(_ length: Int) throws(BytesError) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: try take(length), count: length)
    }

    /// Everything that is left, as a view into the same memory.
    @inlinable @inline(__always)
    public mutating func rest() -> UnsafeRawBufferPointer {
        let view = UnsafeRawBufferPointer(start: base + offset, count: remaining)
        position = count
        return view
    }

    @inlinable @inline(__always)
    public mutating func skip(_ length: Int) throws(BytesError) { _ = try take(length) }

    /// The next byte without moving.
    @inlinable @inline(__always)
    public func peek() throws(BytesError) -> UInt8 {
        guard remaining > 0 else { throw .truncated(needed: 1, left: 0, offset: offset) }
        return (base + offset).load(as: UInt8.self)
    }
}
