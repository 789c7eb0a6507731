/// A growing byte buffer with one owner. It keeps its memory when emptied, so a buffer that is filled again
/// and again allocates nothing in steady state.
public struct ByteWriter: ~Copyable {
    @usableFromInline var base: UnsafeMutableRawPointer
    @usableFromInline var capacity: Int
    @usableFromInline var used: Int

    /// - Parameter capacity: bytes reserved at once; the buffer grows by doubling when they are used up.
    public init(capacity: Int = 256) {
        self.capacity = max(capacity, 16)
        base = .allocate(byteCount: self.capacity, alignment: 16)
        used = 0
    }

    deinit { base.deallocate() }

    /// Bytes written.
    @inlinable @inline(__always)
    public var count: Int { used }

    /// Bytes that fit before the buffer has to grow; what `removeAll` keeps.
    public var reservedCapacity: Int { capacity }

    /// What has been written. Valid until the next mutation.
    @inlinable @inline(__always)
    public var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }

    /// What has been written, to be patched in place. Valid until the next mutation.
    @inlinable @inline(__always)
    public var mutableBytes: UnsafeMutableRawBufferPointer {
        mutating get { UnsafeMutableRawBufferPointer(start: base, count: count) }
    }

    /// Makes room for `extra` more bytes.
    @inlinable @inline(__always)
    public mutating func reserve(_ extra: Int) {
        if capacity &- count < extra { grow(extra) }
    }

    @usableFromInline @inline(never)
    mutating func grow(_ extra: Int) {
        let wanted = max(capacity * 2, count + extra)
        let larger = UnsafeMutableRawPointer.allocate(byteCount: wanted, alignment: 16)
        larger.copyMemory(from: base, byteCount: count)
        base.deallocate()
        base = larger
        capacity = wanted
    }

    /// Empties the buffer and keeps its memory.
    @inlinable @inline(__always)
    public mutating func removeAll() { used = 0 }

    /// Empties the buffer and gives memory above `capacityMax` back (after one outsized value).
    public mutating func removeAll(keepingCapacityUpTo capacityMax: Int) {
        used = 0
        guard capacity > capacityMax else { return }
        base.deallocate()
        capacity = max(capacityMax, 16)
        base = .allocate(byteCount: capacity, alignment: 16)
    }

    /// Cuts the buffer back to its first `length` bytes.
    @inlinable
    public mutating func truncate(to length: Int) {
        precondition(length >= 0 && length <= count, "truncate beyond the end")
        used = length
    }

    @inlinable @inline(__always)
    public mutating func append(_ byte: UInt8) {
        reserve(1)
        (base + count).storeBytes(of: byte, as: UInt8.self)
        used &+= 1
    }

    @inlinable @inline(__always)
    public mutating func append(_ source: UnsafeRawBufferPointer) {
        guard let start = source.baseAddress else { return }
        reserve(source.count)
        (base + count).copyMemory(from: start, byteCount: source.count)
        used &+= source.count
    }

    /// Text that is known at compile time.
    @inlinable @inline(__always)
    public mutating func append(_ text: StaticString) {
        append(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    @inlinable
    public mutating func append(_ array: [UInt8]) {
        array.withUnsafeBytes { append($0) }
    }

    /// A string's UTF-8. Not for the hot path: a bridged or non-contiguous string is copied first.
    @inlinable
    public mutating func append(utf8 text: String) {
        var text = text
        text.withUTF8 { append(UnsafeRawBufferPointer($0)) }
    }

    @inlinable
    public mutating func append(repeating byte: UInt8, count length: Int) {
        reserve(length)
        (base + count).initializeMemory(as: UInt8.self, repeating: byte, count: length)
        used &+= length
    }

    /// Lets `body` write up to `capacity` bytes straight into the buffer's free end; it returns how many it wrote.
    @inlinable @inline(__always)
    public mutating func appendDirect<Failure: Error>(
        capacity length: Int, _ body: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
    ) throws(Failure) {
        reserve(length)
        let written = try body(UnsafeMutableRawBufferPointer(start: base + count, count: length))
        precondition(written >= 0 && written <= length, "more bytes written than were reserved")
        used &+= written
    }
}
