import KafkaProtocol

/// A consumer group that has members, as it is at one moment.
public struct GroupSnapshot: Sendable, Equatable {
    public var name: String
    /// Kafka's word for it: `Stable`, `PreparingRebalance`, …
    public var state: String
    /// Grows with each rebalance.
    public var generation: Int32
    /// Assignment strategy in use; nil while a rebalance chooses it.
    public var strategy: String?
    public var memberCount: Int
    /// As many as were asked for, in order of joining.
    public var members: [GroupMemberSnapshot]
    /// How long a rebalance has been under way, in milliseconds; nil while there is none.
    public var rebalanceMilliseconds: Int64?
    /// Whom that rebalance waits for, as many as were asked for.
    public var blockers: [GroupBlocker]
}

/// One member of a group.
public struct GroupMemberSnapshot: Sendable, Equatable {
    public var name: GroupMemberName
    /// True for the member that hands out the partitions.
    public var isLeader: Bool
    /// What it was given last; empty for members that are not consumers.
    public var assignment: [ConsumerAssignment.Topic]
}

extension GroupSnapshot {
    init(_ group: ConsumerGroup, membersMax: Int, now: Int64) {
        name = group.id
        state = group.state.rawValue
        generation = group.generation
        strategy = group.state == .stable ? group.protocolName : nil
        memberCount = group.members.count
        members = group.members.prefix(membersMax).map { member in
            GroupMemberSnapshot(
                name: member.name,
                isLeader: member.id == group.leader,
                assignment: ConsumerAssignment(member.assignment)?.topics ?? []
            )
        }
        rebalanceMilliseconds = group.watch.map { max(0, now - $0.start) }
        blockers = Array(group.blockers(now: now).prefix(membersMax))
    }
}

extension KafkaServer {
    /// The groups that have members, by name.
    ///
    /// - Parameter membersMax: members and blockers told of each group; 0 saves the work when only counts are wanted.
    public func groups(membersMax: Int) -> [GroupSnapshot] {
        let now = GroupService.now()
        return broker.groups.allGroups().map { GroupSnapshot($0, membersMax: membersMax, now: now) }
            .sorted { $0.name < $1.name }
    }
}
