extension ByteWriter {
    @inlinable @inline(__always)
    mutating func store<Integer: FixedWidthInteger & BitwiseCopyable>(_ value: Integer) {
        reserve(MemoryLayout<Integer>.size)
        (base + count).storeBytes(of: value, as: Integer.self)
        used &+= MemoryLayout<Integer>.size
    }

    /// A fixed-width integer, least significant byte first (MySQL, our log).
    @inlinable @inline(__always)
    public mutating func appendLE<Integer: FixedWidthInteger & BitwiseCopyable>(_ value: Integer) {
        store(value.littleEndian)
    }

    /// A fixed-width integer, most significant byte first (Kafka).
    @inlinable @inline(__always)
    public mutating func appendBE<Integer: FixedWidthInteger & BitwiseCopyable>(_ value: Integer) {
        store(value.bigEndian)
    }

    /// Overwrites bytes written earlier, least significant byte first.
    @inlinable @inline(__always)
    public mutating func patchLE<Integer: FixedWidthInteger & BitwiseCopyable>(_ value: Integer, at offset: Int) {
        precondition(offset >= 0 && offset + MemoryLayout<Integer>.size <= count, "patch beyond the end")
        (base + offset).storeBytes(of: value.littleEndian, as: Integer.self)
    }

    /// Overwrites bytes written earlier, most significant byte first.
    @inlinable @inline(__always)
    public mutating func patchBE<Integer: FixedWidthInteger & BitwiseCopyable>(_ value: Integer, at offset: Int) {
        precondition(offset >= 0 && offset + MemoryLayout<Integer>.size <= count, "patch beyond the end")
        (base + offset).storeBytes(of: value.bigEndian, as: Integer.self)
    }

    /// Unsigned base-128, lowest group first, at most ten bytes.
    @inlinable @inline(__always)
    public mutating func appendUnsignedVarint(_ value: UInt64) {
        reserve(10)
        var rest = value
        while rest >= 0x80 {
            (base + count).storeBytes(of: UInt8(truncatingIfNeeded: rest) | 0x80, as: UInt8.self)
            used &+= 1
            rest >>= 7
        }
        (base + count).storeBytes(of: UInt8(truncatingIfNeeded: rest), as: UInt8.self)
        used &+= 1
    }

    /// Zigzag varint (the record fields of Kafka's record batch v2).
    @inlinable @inline(__always)
    public mutating func appendZigzagVarint(_ value: Int64) {
        appendUnsignedVarint(UInt64(bitPattern: (value << 1) ^ (value >> 63)))
    }

    /// Bytes that `appendZigzagVarint` would write.
    @inlinable @inline(__always)
    public static func zigzagVarintLength(_ value: Int64) -> Int {
        let zigzag = UInt64(bitPattern: (value << 1) ^ (value >> 63))
        return max(1, (70 &- zigzag.leadingZeroBitCount) / 7)
    }
}
