/// How long one stage took, for `/metrics`.
public struct StageDelays: Sendable, Equatable {
    /// The source; nil for what all share (`fsync`).
    public var source: String?
    /// `network` (commit to received), `decode` (received to encoded), `append` (encoded to visible) or `fsync`.
    public var stage: String
    public var delays: DelayHistogram

    public init(source: String? = nil, stage: String, delays: DelayHistogram) {
        self.source = source
        self.stage = stage
        self.delays = delays
    }
}
