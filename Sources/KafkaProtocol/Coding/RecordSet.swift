/// The record batches of one partition in a Fetch response or Produce request, as they stand in the log.
public enum RecordSet: Sendable, Equatable {
    /// Batches held in memory.
    case bytes([UInt8])
    /// Batches of this many bytes that the sender puts in between (from a file, without a copy in the message): the
    /// writer notes a `RecordGap` where they go. Never comes out of reading.
    case elsewhere(byteCount: Int)

    public static let empty = RecordSet.bytes([])

    public var byteCount: Int {
        switch self {
        case .bytes(let bytes): bytes.count
        case .elsewhere(let byteCount): byteCount
        }
    }
}

/// A place in a written message where record batches are still to be put in.
public struct RecordGap: Sendable, Equatable {
    /// Bytes of the message that stand before the gap, earlier gaps not counted.
    public let offset: Int
    public let byteCount: Int
}
