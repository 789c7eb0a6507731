/// How large consumer groups may become, and how patient the coordinator is with their members.
public struct GroupLimits: Sendable, Equatable {
    /// Session timeouts that members may ask for, in milliseconds. Default 1 s to 30 min.
    public var sessionTimeoutMilliseconds: ClosedRange<Int64> = 1_000...1_800_000
    /// How long the first member of an empty group waits for others, in milliseconds: members that start together
    /// then need one rebalance instead of one each. Default 200.
    public var joinDelayMilliseconds: Int64 = 200
    /// Groups with members at one time. Default 10,000.
    public var groupsMax = 10_000
    /// Members of one group. Default 1,000.
    public var membersMax = 1_000
    /// Bytes of subscription and assignment that all members together may leave with us. Default 64 MiB.
    public var memberBytesMax = 64 << 20

    public init() {}
}
