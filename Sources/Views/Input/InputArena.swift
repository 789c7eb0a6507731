/// Memory for the values of one record that do not stand in it as they are. It is sized before a record is read, so
/// that nothing moves while its values are in use, and never shrinks below what ordinary records take.
struct InputArena: ~Copyable {
    private var base: UnsafeMutableRawPointer
    private var capacity: Int
    private var used = 0
    /// Memory beyond this is given back after an outsized record.
    private static let retainedBytesMax = 4 << 20

    init() {
        capacity = 16 << 10
        base = .allocate(byteCount: capacity, alignment: 16)
    }

    deinit { base.deallocate() }

    /// Forgets all values and makes room for `count` bytes.
    mutating func begin(_ count: Int) {
        used = 0
        guard count > capacity || capacity > Self.retainedBytesMax else { return }
        guard count > capacity || count <= Self.retainedBytesMax else { return }
        base.deallocate()
        capacity = max(count, 16 << 10)
        base = .allocate(byteCount: capacity, alignment: 16)
    }

    /// Room for up to `count` bytes; nil beyond what `begin` made.
    @inline(__always)
    mutating func room(_ count: Int) -> UnsafeMutableRawPointer? {
        capacity &- used >= count ? base + used : nil
    }

    /// Takes the first `count` bytes of the room as a value.
    @inline(__always)
    mutating func keep(_ count: Int) -> UnsafeRawBufferPointer {
        defer { used &+= count }
        return UnsafeRawBufferPointer(start: base + used, count: count)
    }
}
