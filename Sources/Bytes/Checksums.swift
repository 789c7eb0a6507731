import CISAL

/// CRC-32 (IEEE, as zlib computes it): the checksum at the end of every binlog event.
public enum CRC32 {
    /// - Parameter seed: the checksum of the bytes before these, to go on from.
    public static func checksum(_ bytes: UnsafeRawBufferPointer, seed: UInt32 = 0) -> UInt32 {
        crc32_gzip_refl(seed, bytes.bindMemory(to: UInt8.self).baseAddress, UInt64(bytes.count))
    }
}

/// CRC-32C (Castagnoli): the checksum of Kafka's record batches and of our own frames.
public enum CRC32C {
    /// - Parameter seed: the checksum of the bytes before these, to go on from.
    public static func checksum(_ bytes: UnsafeRawBufferPointer, seed: UInt32 = 0) -> UInt32 {
        // ISA-L takes an Int32 length and a mutable pointer that it does not write through.
        var state = ~seed
        var rest = UnsafeMutableRawBufferPointer(mutating: bytes)
        while !rest.isEmpty {
            let part = UnsafeMutableRawBufferPointer(rebasing: rest.prefix(1 << 30))
            state = crc32_iscsi(part.bindMemory(to: UInt8.self).baseAddress, Int32(part.count), state)
            rest = UnsafeMutableRawBufferPointer(rebasing: rest.dropFirst(part.count))
        }
        return ~state
    }
}
