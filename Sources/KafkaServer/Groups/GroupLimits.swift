/// How large consumer groups may become, and how patient the coordinator is with their members.
public struct GroupLimits: Sendable, Equatable {
    /// Session timeouts that members may ask for, in milliseconds. Default 1 s to 30 min.
    public var sessionTimeoutMilliseconds: ClosedRange<Int64> = 1_000...1_800_000
    /// How long an empty group waits for more members after each one that came, in milliseconds: members that start
    /// together then need one rebalance instead of one each. Default 300.
    public var joinDelayMilliseconds: Int64 = 300
    /// How long it waits for more members in all, in milliseconds. Default 3 s.
    public var joinDelayMillisecondsMax: Int64 = 3_000
    /// How long a new member may wait for its first answer, in milliseconds: one that gave up cannot be told from one
    /// that is patient. Default 5 min.
    public var newMemberWaitMillisecondsMax: Int64 = 300_000
    /// A rebalance that takes longer is said in the log, with those that it waits for, in milliseconds. Default 3 s.
    public var rebalanceNoticeMilliseconds: Int64 = 3_000
    /// How long a group without members keeps its offsets after its last sign of life, in milliseconds; nil is for
    /// ever. Default 30 days.
    public var offsetsRetentionMilliseconds: Int64? = 30 * 86_400_000
    /// How often groups are looked at for that, in milliseconds; the first look comes when the server has run for as
    /// long, so that members can come back after a restart. Default 10 min.
    public var offsetsCheckMilliseconds: Int64 = 600_000
    /// Groups with offsets at one time, with members or without. Default 100,000.
    public var offsetGroupsMax = 100_000
    /// Groups with members at one time. Default 10,000.
    public var groupsMax = 10_000
    /// Members of one group. Default 1,000.
    public var membersMax = 1_000
    /// Bytes of names, subscriptions and assignments that all members together may leave with us. Default 64 MiB.
    public var memberBytesMax = 64 << 20

    public init() {}
}
