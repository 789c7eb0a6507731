import KafkaProtocol

/// Who asks to join, beside what stands in the request.
struct JoiningClient {
    /// True from JoinGroup v4 on: a new member is first given an id and joins with it, so that lost answers leave no
    /// nameless members behind (KIP-394).
    var requiresMemberID: Bool
    /// The id to give out if one is needed.
    var freshMemberID: String
    var clientID: String
    var clientHost: String
}

extension GroupCoordinator {
    mutating func join(
        _ request: JoinGroupRequest,
        client: JoiningClient,
        ticket: GroupTicket,
        now: Int64
    ) -> [GroupAction] {
        if let error = refusal(of: request) { return [.joined(ticket, Self.failure(error, request.memberID))] }
        if groups[request.groupID] == nil {
            // An id that we do not know cannot be of a group that we do not know.
            guard request.memberID.isEmpty else {
                return [.joined(ticket, Self.failure(.unknownMemberID, request.memberID))]
            }
            guard groups.count < limits.groupsMax else {
                return [.joined(ticket, Self.failure(.groupMaxSizeReached, request.memberID))]
            }
            insert(request.groupID)
        }
        let limits = limits
        return update(request.groupID) { group in
            Self.join(request, client: client, ticket: ticket, now: now, limits: limits, group: &group)
        } ?? []
    }

    private func refusal(of request: JoinGroupRequest) -> ErrorCode? {
        guard !request.groupID.isEmpty else { return .invalidGroupID }
        guard limits.sessionTimeoutMilliseconds.contains(Int64(request.sessionTimeoutMilliseconds)) else {
            return .invalidSessionTimeout
        }
        guard !request.protocols.isEmpty, !request.protocolType.isEmpty else { return .inconsistentGroupProtocol }
        let bytes = request.protocols.reduce(0) { $0 + $1.metadata.count }
        guard memberBytes + bytes <= limits.memberBytesMax else { return .groupMaxSizeReached }
        if let group = groups[request.groupID], !group.members.isEmpty {
            guard group.protocolType == request.protocolType,
                group.supports(request.protocols, besides: request.memberID)
            else { return .inconsistentGroupProtocol }
        }
        return nil
    }

    private static func failure(_ error: ErrorCode, _ memberID: String) -> JoinGroupResponse {
        JoinGroupResponse {
            $0.errorCode = error
            $0.memberID = memberID
        }
    }

    private static func join(
        _ request: JoinGroupRequest,
        client: JoiningClient,
        ticket: GroupTicket,
        now: Int64,
        limits: GroupLimits,
        group: inout ConsumerGroup
    ) -> [GroupAction] {
        if let index = group.index(of: request.memberID), !request.memberID.isEmpty {
            if let instance = request.groupInstanceID, group.members[index].instanceID != instance {
                return [.joined(ticket, failure(.fencedInstanceID, request.memberID))]
            }
            return rejoin(request, at: index, ticket: ticket, now: now, group: &group)
        }
        let isPending = group.pendingMembers.removeValue(forKey: request.memberID) != nil
        if !request.memberID.isEmpty, !isPending {
            // Another process runs under the same instance id: this one must stop.
            let isFenced = request.groupInstanceID.flatMap { group.index(ofInstance: $0) } != nil
            return [
                .joined(ticket, failure(isFenced ? .fencedInstanceID : .unknownMemberID, request.memberID))
            ]
        }
        if let instance = request.groupInstanceID, let index = group.index(ofInstance: instance) {
            return replaceStatic(at: index, request, client: client, ticket: ticket, now: now, group: &group)
        }
        guard group.members.count + group.pendingMembers.count < limits.membersMax else {
            return [.joined(ticket, failure(.groupMaxSizeReached, request.memberID))]
        }
        if request.memberID.isEmpty, client.requiresMemberID, request.groupInstanceID == nil {
            group.pendingMembers[client.freshMemberID] = now + Int64(request.sessionTimeoutMilliseconds)
            return [.joined(ticket, failure(.memberIDRequired, client.freshMemberID))]
        }
        var member = newMember(request, client: client, now: now)
        member.joinTicket = ticket
        group.members.append(member)
        group.protocolType = request.protocolType
        var actions: [GroupAction] = []
        if group.state != .preparingRebalance {
            actions += group.prepareRebalance(now: now, joinDelay: limits.joinDelayMilliseconds)
        } else {
            group.rebalanceDeadline = max(group.rebalanceDeadline, now + member.rebalanceTimeoutMilliseconds)
        }
        return actions + group.completeJoinIfReady(now: now)
    }

    private static func newMember(_ request: JoinGroupRequest, client: JoiningClient, now: Int64) -> GroupMember {
        let session = Int64(request.sessionTimeoutMilliseconds)
        // Version 0 has no rebalance timeout: the session's serves for both.
        let rebalance = request.rebalanceTimeoutMilliseconds > 0 ? Int64(request.rebalanceTimeoutMilliseconds) : session
        return GroupMember(
            id: request.memberID.isEmpty ? client.freshMemberID : request.memberID,
            instanceID: request.groupInstanceID,
            clientID: client.clientID,
            clientHost: client.clientHost,
            sessionTimeoutMilliseconds: session,
            rebalanceTimeoutMilliseconds: rebalance,
            protocols: request.protocols,
            sessionDeadline: now + session
        )
    }

    private static func rejoin(
        _ request: JoinGroupRequest,
        at index: Int,
        ticket: GroupTicket,
        now: Int64,
        group: inout ConsumerGroup
    ) -> [GroupAction] {
        let member = group.members[index]
        let isUnchanged = member.protocols == request.protocols
        var actions: [GroupAction] = []
        switch group.state {
        case .completingRebalance where isUnchanged, .stable where isUnchanged && group.leader != member.id:
            // The answer to an earlier join was lost; nothing has changed.
            group.members[index].heard(at: now)
            return [.joined(ticket, group.joinResponse(for: member.id))]
        case .completingRebalance, .stable:
            actions += group.prepareRebalance(now: now, joinDelay: 0)
        case .preparingRebalance, .empty, .dead: break
        }
        if let earlier = group.members[index].joinTicket {
            actions.append(.joined(earlier, failure(.rebalanceInProgress, member.id)))
        }
        group.members[index].joinTicket = ticket
        group.members[index].protocols = request.protocols
        return actions + group.completeJoinIfReady(now: now)
    }

    /// A restarted static member takes its place over under a new id; whoever still uses the old one is fenced.
    private static func replaceStatic(
        at index: Int,
        _ request: JoinGroupRequest,
        client: JoiningClient,
        ticket: GroupTicket,
        now: Int64,
        group: inout ConsumerGroup
    ) -> [GroupAction] {
        let old = group.members[index]
        var actions = refusals(of: old, error: .fencedInstanceID)
        var member = newMember(request, client: client, now: now)
        let wasLeader = group.leader == old.id
        member.assignment = old.assignment
        if wasLeader { group.leader = member.id }
        group.members[index] = member
        if group.state == .stable, !wasLeader, old.protocols == request.protocols {
            return actions + [.joined(ticket, group.joinResponse(for: member.id))]
        }
        if group.state != .preparingRebalance { actions += group.prepareRebalance(now: now, joinDelay: 0) }
        group.members[index].joinTicket = ticket
        return actions + group.completeJoinIfReady(now: now)
    }
}
