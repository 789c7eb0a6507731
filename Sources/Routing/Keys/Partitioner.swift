/// Chooses a record's partition.
public enum Partitioner {
    /// The partition of a key, as Kafka's Java producer chooses it: the hash without its sign bit, modulo the count.
    ///
    /// - Parameters:
    ///   - key: the record's key bytes; nil goes to partition 0, so that rows without a key keep their order.
    ///   - count: the topic's partitions, at least 1.
    @inlinable
    public static func partition(key: UnsafeRawBufferPointer?, count: Int32) -> Int32 {
        precondition(count > 0, "a topic has at least one partition")
        guard let key, count > 1 else { return 0 }
        return Int32(Murmur2.hash(key) & 0x7FFF_FFFF) % count
    }
}
