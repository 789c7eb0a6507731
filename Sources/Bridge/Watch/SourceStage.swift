/// The stage that makes a source late.
public enum SourceStage: String, Sendable, CaseIterable {
    /// The server is down, hangs, or is slow to send.
    case source
    /// Bytes are under way, or nobody answers there.
    case network
    /// Decoding, encoding and compressing do not keep up.
    case decode
    /// Laying out and writing frames does not keep up, or there is no space.
    case append
    /// The disk takes long to say that it has written (fdatasync).
    case fsync
}

/// The stage that is named, and one line of why.
public struct StageVerdict: Sendable, Equatable {
    public let stage: SourceStage
    public let text: String

    public init(_ stage: SourceStage, _ text: String) {
        self.stage = stage
        self.text = text
    }
}
