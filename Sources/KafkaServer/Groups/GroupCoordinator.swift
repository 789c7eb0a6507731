import KafkaProtocol

/// Kafka's classic group protocol as a pure state machine: requests and the time go in, answers come out.
///
/// It knows no sockets, clocks or files. An answer may have to wait for other members, so a join or sync carries a
/// ticket, and any call may return answers for tickets of earlier calls. Committed offsets are the log's business.
struct GroupCoordinator {
    let limits: GroupLimits
    private(set) var groups: [String: ConsumerGroup] = [:]
    /// Bytes of subscriptions and assignments held.
    private(set) var memberBytes = 0

    init(limits: GroupLimits = GroupLimits()) { self.limits = limits }

    /// Changes one group, keeps the byte count, and forgets a group that nobody is in.
    mutating func update<Result>(_ groupID: String, _ body: (inout ConsumerGroup) -> Result) -> Result? {
        guard var group = groups[groupID] else { return nil }
        let before = group.byteCount
        groups[groupID] = nil
        let result = body(&group)
        memberBytes += group.byteCount - before
        if !group.isUnused { groups[groupID] = group }
        return result
    }

    mutating func insert(_ groupID: String) { groups[groupID] = ConsumerGroup(id: groupID) }

    /// Ends sessions, pending ids and rebalances whose time is up.
    mutating func expire(now: Int64) -> [GroupAction] {
        var actions: [GroupAction] = []
        for groupID in Array(groups.keys) {
            actions +=
                update(groupID) { group in
                    group.pendingMembers = group.pendingMembers.filter { $0.value > now }
                    let lost = group.members.filter { !$0.isWaiting && $0.sessionDeadline <= now }.map(\.id)
                    return Self.remove(lost, from: &group, now: now) + group.completeJoinIfReady(now: now)
                } ?? []
        }
        return actions
    }

    /// Takes members out and starts the rebalance that this calls for.
    static func remove(_ memberIDs: [String], from group: inout ConsumerGroup, now: Int64) -> [GroupAction] {
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
        case .stable, .completingRebalance: actions += group.prepareRebalance(now: now, joinDelay: 0)
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
