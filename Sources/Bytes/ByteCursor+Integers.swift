extension ByteCursor {
    @inlinable @inline(__always)
    public mutating func u8() throws(BytesError) -> UInt8 { try take(1).load(as: UInt8.self) }

    @inlinable @inline(__always)
    public mutating func i8() throws(BytesError) -> Int8 { try take(1).load(as: Int8.self) }

    @inlinable @inline(__always)
    mutating func load<Integer: FixedWidthInteger & BitwiseCopyable>(
        _: Integer.Type
    ) throws(BytesError) -> Integer {
        try take(MemoryLayout<Integer>.size).loadUnaligned(as: Integer.self)
    }

    @inlinable @inline(__always)
    public mutating func u16le() throws(BytesError) -> UInt16 { UInt16(littleEndian: try load(UInt16.self)) }
    @inlinable @inline(__always)
    public mutating func u32le() throws(BytesError) -> UInt32 { UInt32(littleEndian: try load(UInt32.self)) }
    @inlinable @inline(__always)
    public mutating func u64le() throws(BytesError) -> UInt64 { UInt64(littleEndian: try load(UInt64.self)) }
    @inlinable @inline(__always)
    public mutating func i16le() throws(BytesError) -> Int16 { Int16(littleEndian: try load(Int16.self)) }
    @inlinable @inline(__always)
    public mutating func i32le() throws(BytesError) -> Int32 { Int32(littleEndian: try load(Int32.self)) }
    @inlinable @inline(__always)
    public mutating func i64le() throws(BytesError) -> Int64 { Int64(littleEndian: try load(Int64.self)) }

    @inlinable @inline(__always)
    public mutating func u16be() throws(BytesError) -> UInt16 { UInt16(bigEndian: try load(UInt16.self)) }
    @inlinable @inline(__always)
    public mutating func u32be() throws(BytesError) -> UInt32 { UInt32(bigEndian: try load(UInt32.self)) }
    @inlinable @inline(__always)
    public mutating func u64be() throws(BytesError) -> UInt64 { UInt64(bigEndian: try load(UInt64.self)) }
    @inlinable @inline(__always)
    public mutating func i16be() throws(BytesError) -> Int16 { Int16(bigEndian: try load(Int16.self)) }
    @inlinable @inline(__always)
    public mutating func i32be() throws(BytesError) -> Int32 { Int32(bigEndian: try load(Int32.self)) }
    @inlinable @inline(__always)
    public mutating func i64be() throws(BytesError) -> Int64 { Int64(bigEndian: try load(Int64.self)) }

    /// A little-endian unsigned integer of 1 to 8 bytes (MySQL's 3- and 6-byte fields).
    @inlinable @inline(__always)
    public mutating func uintLE(width: Int) throws(BytesError) -> UInt64 {
        let start = try take(width)
        var value: UInt64 = 0
        for index in 0..<width { value |= UInt64((start + index).load(as: UInt8.self)) << UInt64(8 &* index) }
        return value
    }

    /// A big-endian unsigned integer of 1 to 8 bytes (MySQL's packed temporals and BIT).
    @inlinable @inline(__always)
    public mutating func uintBE(width: Int) throws(BytesError) -> UInt64 {
        let start = try take(width)
        var value: UInt64 = 0
        for index in 0..<width { value = value << 8 | UInt64((start + index).load(as: UInt8.self)) }
        return value
    }

    /// MySQL's length-encoded integer: one byte up to 250, then 0xFC + 2, 0xFD + 3, 0xFE + 8 bytes.
    /// Source: MySQL manual, "Protocol::LengthEncodedInteger". 0xFB (NULL) and 0xFF are malformed here.
    @inlinable
    public mutating func lengthEncodedInteger() throws(BytesError) -> UInt64 {
        let at = offset
        switch try u8() {
        case let small where small <= 250: return UInt64(small)
        case 0xFC: return try uintLE(width: 2)
        case 0xFD: return try uintLE(width: 3)
        case 0xFE: return try u64le()
        default: throw .malformed("no length-encoded integer", at: at)
        }
    }

    /// An unsigned base-128 varint of at most 64 bits, lowest group first (Kafka's "compact" lengths).
    @inlinable
    public mutating func unsignedVarint() throws(BytesError) -> UInt64 {
        let at = offset
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while shift < 64 {
            let byte = try u8()
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift &+= 7
        }
        throw .malformed("varint longer than 64 bits", at: at)
    }

    /// A zigzag varint (the record fields of Kafka's record batch v2).
    @inlinable
    public mutating func zigzagVarint() throws(BytesError) -> Int64 {
        let raw = try unsignedVarint()
        return Int64(bitPattern: raw >> 1) ^ -Int64(bitPattern: raw & 1)
    }
}
