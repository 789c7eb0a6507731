/// Folds the checkpoint of one frame (a GTID delta, a file position) into a source's full state. Both are opaque to
/// the log.
/// Called on the writer thread for each durable frame and during recovery, in the order of the log.
public protocol CheckpointMerging: Sendable {
    /// - Parameter state: what the last call gave back; empty before a source's first checkpoint.
    /// - Throws: if the bytes make no sense together; this stops the log, because the source's place would be lost.
    func merge(_ state: [UInt8], with checkpoint: [UInt8]) throws -> [UInt8]
}

/// The state is the last checkpoint.
public struct LastCheckpoint: CheckpointMerging {
    public init() {}
    public func merge(_ state: [UInt8], with checkpoint: [UInt8]) -> [UInt8] { checkpoint }
}
