/// Limits of one view.
public struct ViewOptions: Sendable, Equatable {
    /// Bytes that the view's state may hold, with the overhead of its tables; 1 GiB unless said otherwise. Over it the
    /// view stops with `ViewFault.stateTooLarge`.
    public var stateBytesMax = 1 << 30
    /// How many seconds a window (TUMBLE, HOP) is kept behind the newest one; nil keeps all of them.
    public var retentionSeconds: Int64?
    /// The largest LIMIT that a query may have: so many rows may be looked at for each commit.
    public var limitMax = 10_000
    /// Rows that one change may join with before the view stops: a change costs as much.
    public var matchesMax = 10_000_000

    public init() {}
}
