import Bytes

/// What a reader in frame order is given.
public enum TailStep {
    /// Reading begins here, at the head of a segment: first of all, and where segments before it were deleted while the
    /// reader had not come to them.
    case start(TailStart)
    case frame(TailFrame)
}

/// What the log knew where reading begins.
public struct TailStart {
    /// What was known of each source's tables, by key.
    public let definitions: [SourceID: [String: [UInt8]]]
    /// The next offset of each partition; those of a chain that was open there are its records' first.
    public let nextOffsets: [PartitionID: Int64]
}

/// A frame with records or definitions. Its bytes are valid until the next step.
public struct TailFrame {
    public let content: FrameContent
    /// Copies of older records: those whose first place was not read are given here.
    public let isCopy: Bool
    /// False for a part of something larger than a frame: nothing may be shown before the last of its parts.
    public let endsTransaction: Bool
    /// True for the first part of something larger than a frame, and for every other frame.
    public let beginsTransaction: Bool
    /// What was learnt of the source's tables; holds for this frame's records and all later ones. Of several parts the
    /// first has it.
    public let definitions: [(key: String, value: [UInt8])]
    /// The source's checkpoint behind the frame, where it has one.
    public var sourceCheckpoint: UnsafeRawBufferPointer? { content.sourceCheckpoint }
}
