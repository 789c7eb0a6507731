/// Murmur2 with Kafka's seed: the hash by which Kafka's Java producer, and so every consumer that joins topics by
/// key, finds a key's partition. Source: Apache Kafka, `org.apache.kafka.common.utils.Utils.murmur2`.
public enum Murmur2 {
    @inlinable
    public static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        let multiplier: UInt32 = 0x5BD1_E995
        var hash: UInt32 = 0x9747_B28C ^ UInt32(truncatingIfNeeded: bytes.count)
        let words = bytes.count & ~3
        var offset = 0
        while offset < words {
            var word = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
            word = word &* multiplier
            word = (word ^ word >> 24) &* multiplier
            hash = hash &* multiplier ^ word
            offset &+= 4
        }
        if offset < bytes.count {
            var index = bytes.count &- 1
            while index >= offset {
                hash ^= UInt32(bytes[index]) << UInt32(8 &* (index &- offset))
                index &-= 1
            }
            hash = hash &* multiplier
        }
        hash = (hash ^ hash >> 13) &* multiplier
        return hash ^ hash >> 15
    }
}
