/// What a log has to know of a batch that was just written.
public struct SealedBatch: Equatable, Sendable {
    /// Bytes of the whole batch.
    public let byteLength: Int
    /// Bytes that it would have uncompressed.
    public let uncompressedLength: Int
    public let recordCount: Int32
    /// Milliseconds since 1970.
    public let maxTimestamp: Int64
    /// How the records are stored; `none` also when compression did not shrink them.
    public let compression: Compression
}
