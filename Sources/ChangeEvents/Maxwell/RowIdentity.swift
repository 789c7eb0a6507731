import Bytes

/// A UUID for each row of an event, made of where the row stands in the binlog: the same row read again has the same
/// one. Maxwell takes a random one; ours is of version 8 (RFC 9562, 5.8).
struct RowIdentity {
    private var seed: (UInt64, UInt64) = (0, 0)

    init() {}

    init(_ context: EventContext) {
        // FNV-1a over the file's name; server and position beside it.
        var name: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in context.file { name = (name ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        seed = (name ^ UInt64(context.serverID) << 32, context.position)
    }

    /// Appends the row's UUID with quotation marks.
    func append(rowIndex: Int, to writer: inout ByteWriter) {
        let row = UInt64(truncatingIfNeeded: rowIndex)
        var words = InlineArray<2, UInt64>(repeating: 0)
        words[0] = Self.mixed(seed.0 &+ Self.mixed(seed.1 &+ Self.mixed(row)))
        words[1] = Self.mixed(words[0] &+ seed.0)
        words[0] = words[0] & 0xFFFF_FFFF_FFFF_0FFF | 0x8000
        words[1] = words[1] & 0x3FFF_FFFF_FFFF_FFFF | 1 << 63
        var bytes = InlineArray<16, UInt8>(repeating: 0)
        for index in 0..<16 { bytes[index] = UInt8(truncatingIfNeeded: words[index / 8] >> UInt64(56 - index % 8 * 8)) }
        withUnsafeBytes(of: bytes) { AddressText.appendUUID($0, to: &writer) }
    }

    /// The finalizer of SplitMix64: every bit of the input moves about half of the bits of the output.
    private static func mixed(_ value: UInt64) -> UInt64 {
        var value = value &+ 0x9E37_79B9_7F4A_7C15
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }
}
