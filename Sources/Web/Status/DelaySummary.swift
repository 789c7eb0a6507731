/// From commit at the source to readable in the queue, over the last ten seconds.
public struct DelaySummary: Codable, Sendable, Equatable {
    /// Half of what was measured took at most this long, in seconds; nil when nothing was measured.
    public var p50Seconds: Double?
    /// 99 of 100 took at most this long, in seconds.
    public var p99Seconds: Double?
    /// How many delays stand behind these: one for each group of transactions that became visible together, that of
    /// its oldest transaction.
    public var count: Int64

    public init(p50Seconds: Double? = nil, p99Seconds: Double? = nil, count: Int64 = 0) {
        self.p50Seconds = p50Seconds
        self.p99Seconds = p99Seconds
        self.count = count
    }
}
