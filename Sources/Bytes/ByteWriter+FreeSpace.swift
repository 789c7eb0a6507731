extension ByteWriter {
    /// The buffer's free end, with room for at least `length` bytes: for encoders that write a whole value with plain
    /// stores and then say with `commit` how much of it counts. Valid until the next mutation.
    @inlinable @inline(__always)
    public mutating func freeSpace(_ length: Int) -> UnsafeMutableRawPointer {
        reserve(length)
        return base + count
    }

    /// Takes the bytes before `end`, written into the memory that `freeSpace` gave, as part of the content.
    @inlinable @inline(__always)
    public mutating func commit(upTo end: UnsafeMutableRawPointer) {
        let length = end - base
        precondition(length >= used && length <= capacity, "bytes committed that were not reserved")
        used = length
    }
}
