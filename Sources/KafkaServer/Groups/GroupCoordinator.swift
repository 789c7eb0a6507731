import KafkaProtocol

/// Kafka's classic group protocol as a pure state machine: requests and the time go in, answers come out.
///
/// It knows no sockets, clocks or files. An answer may have to wait for other members, so a join or sync carries a
/// ticket, and any call may return answers for tickets of earlier calls. Committed offsets are the log's business.
struct GroupCoordinator {
    let limits: GroupLimits
    private(set) var groups: [String: ConsumerGroup] = [:]
    /// Bytes of names, subscriptions and assignments held.
    private(set) var memberBytes = 0
    /// No group has anything to do by itself before.
    private var due = Int64.max

    init(limits: GroupLimits = GroupLimits()) { self.limits = limits }

    /// Changes one group, keeps the byte count, and forgets a group that nobody is in.
    mutating func update<Result>(_ groupID: String, _ body: (inout ConsumerGroup) -> Result) -> Result? {
        guard var group = groups[groupID] else { return nil }
        let before = group.byteCount
        groups[groupID] = nil
        let result = body(&group)
        memberBytes += group.byteCount - before
        if !group.isUnused {
            due = min(due, group.nextDeadline)
            groups[groupID] = group
        }
        return result
    }

    mutating func insert(_ groupID: String) { groups[groupID] = ConsumerGroup(id: groupID) }

    /// Ends sessions, pending ids and rebalances whose time is up.
    mutating func expire(now: Int64) -> [GroupAction] {
        guard now >= due else { return [] }
        due = .max
        var late: [String] = []
        for (groupID, group) in groups {
            let next = group.nextDeadline
            if next <= now { late.append(groupID) } else { due = min(due, next) }
        }
        let limits = limits
        return late.flatMap { groupID in
            update(groupID) { group in Self.expire(&group, now: now, limits: limits) } ?? []
        }
    }

    private static func expire(_ group: inout ConsumerGroup, now: Int64, limits: GroupLimits) -> [GroupAction] {
        var actions = group.noticeIfLong(now: now)
        group.pendingMembers = group.pendingMembers.filter { $0.value > now }
        let withoutSync = now >= group.syncDeadline ? Set(group.members.filter { !$0.hasSynced }.map(\.id)) : []
        group.syncDeadline = withoutSync.isEmpty ? group.syncDeadline : .max
        let lost = group.members.filter { $0.deadline <= now || withoutSync.contains($0.id) }
        for member in lost {
            let (reason, time): (GroupNotice.RemovalReason, Int64) =
                if withoutSync.contains(member.id), member.deadline > now {
                    (.didNotSync, group.patience)
                } else if member.isWaiting {
                    (.gaveUpJoining, limits.newMemberWaitMillisecondsMax)
                } else {
                    (.silent, member.sessionTimeoutMilliseconds)
                }
            actions.append(
                .notice(.removed(group: group.id, member: member.name, reason: reason, milliseconds: time))
            )
        }
        actions += remove(lost.map(\.id), from: &group, now: now, limits: limits)
        return actions + group.completeJoinIfReady(now: now)
    }

    /// Takes members out and starts the rebalance that this calls for.
    static func remove(
        _ memberIDs: [String],
        from group: inout ConsumerGroup,
        now: Int64,
        limits: GroupLimits
    ) -> [GroupAction] {
        guard !memberIDs.isEmpty else { return [] }
        var actions: [GroupAction] = []
        for member in group.members where memberIDs.contains(member.id) {
            actions += refusals(of: member, error: .unknownMemberID)
        }
        group.members.removeAll { memberIDs.contains($0.id) }
        if let leader = group.leader, memberIDs.contains(leader) { group.leader = nil }
        if group.members.isEmpty, group.state != .preparingRebalance || group.pendingMembers.isEmpty {
            group.becomeEmpty()
            return actions
        }
        switch group.state {
        case .stable, .completingRebalance: actions += group.prepareRebalance(now: now, limits: limits)
        case .preparingRebalance, .empty, .dead: break
        }
        return actions + group.completeJoinIfReady(now: now)
    }

    /// Answers for what a member that goes is still waiting for.
    static func refusals(of member: GroupMember, error: ErrorCode) -> [GroupAction] {
        var actions: [GroupAction] = []
        if let ticket = member.joinTicket {
            actions.append(
                .joined(
                    ticket,
                    JoinGroupResponse {
                        $0.errorCode = error
                        $0.memberID = member.id
                    }
                )
            )
        }
        if let ticket = member.syncTicket {
            actions.append(.synced(ticket, SyncGroupResponse { $0.errorCode = error }))
        }
        return actions
    }

    /// Answers everybody who waits, because the broker stops; the groups are gone afterwards.
    mutating func shutDown() -> [GroupAction] {
        let members = groups.values.flatMap(\.members)
        groups = [:]
        memberBytes = 0
        return members.flatMap { Self.refusals(of: $0, error: .coordinatorNotAvailable) }
    }
}
