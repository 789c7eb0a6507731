/// What is known of a source beyond its counters: how late, why, and for how long the server keeps what is missing.
public struct SourceInsight: Sendable {
    /// The stage that makes it late; nil while it is not late.
    public internal(set) var verdict: StageVerdict?
    /// Bytes of binlog that the server had at the last look and the queue has not; nil while unknown.
    public internal(set) var lagBytes: Int64?
    public internal(set) var runway = Runway.unknown
    /// The server's clock minus ours, µs; nil while unknown.
    public internal(set) var clockOffsetMicroseconds: Int64?
    public internal(set) var readings = SourceReadings()

    public init() {}
}
