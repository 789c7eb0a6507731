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
            // What a member knew until now does not bind it, nor what it knew before it was restarted.
            let instance = request.groupInstanceID.flatMap { group.index(ofInstance: $0) }
            let before = request.memberID.isEmpty ? instance.map { group.members[$0].id } : request.memberID
            guard group.protocolType == request.protocolType, group.supports(request.protocols, besides: before) else {
                return .inconsistentGroupProtocol
            }
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
        let isPending = group.pendingMembers.removeValue(forKey: request.memberID) != nil
        if !request.memberID.isEmpty, !isPending {
            if let error = refusal(group, member: request.memberID, instance: request.groupInstanceID) {
                return [.joined(ticket, failure(error, request.memberID))]
            }
            return rejoin(request, ticket: ticket, now: now, limits: limits, group: &group)
        }
        if let instance = request.groupInstanceID, let index = group.index(ofInstance: instance) {
            let known = KnownMember(index: index, client: client)
            return replaceStatic(known, request, ticket: ticket, now: now, limits: limits, group: &group)
        }
        guard group.members.count < limits.membersMax else {
            return [.joined(ticket, failure(.groupMaxSizeReached, request.memberID))]
        }
        if request.memberID.isEmpty, client.requiresMemberID, request.groupInstanceID == nil {
            // Ids cost little, and who holds one need not come back: too many pass by themselves.
            guard group.pendingMembers.count < limits.membersMax else {
                return [.joined(ticket, failure(.coordinatorLoadInProgress, request.memberID))]
            }
            group.pendingMembers[client.freshMemberID] = now + Int64(request.sessionTimeoutMilliseconds)
            return [.joined(ticket, failure(.memberIDRequired, client.freshMemberID))]
        }
        var member = newMember(request, client: client, now: now)
        member.joinTicket = ticket
        member.firstJoinDeadline = now + limits.newMemberWaitMillisecondsMax
        group.members.append(member)
        group.protocolType = request.protocolType
        var actions: [GroupAction] = []
        if group.state == .preparingRebalance {
            group.extendJoinDelay(now: now, limits: limits)
        } else {
            actions += group.prepareRebalance(now: now, limits: limits)
        }
        return actions + group.completeJoinIfReady(now: now)
    }

    private static func newMember(_ request: JoinGroupRequest, client: JoiningClient, now: Int64) -> GroupMember {
        let session = Int64(request.sessionTimeoutMilliseconds)
        return GroupMember(
            id: request.memberID.isEmpty ? client.freshMemberID : request.memberID,
            instanceID: request.groupInstanceID,
            clientID: client.clientID,
            clientHost: client.clientHost,
            sessionTimeoutMilliseconds: session,
            rebalanceTimeoutMilliseconds: rebalanceTimeout(of: request),
            protocols: request.protocols,
            sessionDeadline: now + session
        )
    }

    /// Version 0 has no rebalance timeout: the session's serves for both.
    private static func rebalanceTimeout(of request: JoinGroupRequest) -> Int64 {
        let own = request.rebalanceTimeoutMilliseconds
        return Int64(own > 0 ? own : request.sessionTimeoutMilliseconds)
    }

    private static func rejoin(
        _ request: JoinGroupRequest,
        ticket: GroupTicket,
        now: Int64,
        limits: GroupLimits,
        group: inout ConsumerGroup
    ) -> [GroupAction] {
        guard let index = group.index(of: request.memberID) else {
            return [.joined(ticket, failure(.unknownMemberID, request.memberID))]
        }
        let member = group.members[index]
        let isUnchanged = member.protocols == request.protocols
        group.members[index].heard(at: now)
        var actions: [GroupAction] = []
        switch group.state {
        case .completingRebalance where isUnchanged, .stable where isUnchanged && group.leader != member.id:
            // The answer to an earlier join was lost; nothing has changed.
            return [.joined(ticket, group.joinResponse(for: member.id))]
        case .completingRebalance, .stable:
            actions += group.prepareRebalance(now: now, limits: limits)
        case .preparingRebalance, .empty, .dead: break
        }
        if let earlier = group.members[index].joinTicket {
            actions.append(.joined(earlier, failure(.rebalanceInProgress, member.id)))
        }
        group.members[index].joinTicket = ticket
        group.members[index].protocols = request.protocols
        group.members[index].sessionTimeoutMilliseconds = Int64(request.sessionTimeoutMilliseconds)
        group.members[index].rebalanceTimeoutMilliseconds = rebalanceTimeout(of: request)
        return actions + group.completeJoinIfReady(now: now)
    }

    private struct KnownMember {
        let index: Int
        let client: JoiningClient
    }

    /// A restarted static member takes its place over under a new id; whoever still uses the old one is fenced.
    private static func replaceStatic(
        _ known: KnownMember,
        _ request: JoinGroupRequest,
        ticket: GroupTicket,
        now: Int64,
        limits: GroupLimits,
        group: inout ConsumerGroup
    ) -> [GroupAction] {
        let old = group.members[known.index]
        var actions = refusals(of: old, error: .fencedInstanceID)
        var member = newMember(request, client: known.client, now: now)
        let leader = group.leader
        member.assignment = old.assignment
        member.hasSynced = old.hasSynced
        if leader == old.id { group.leader = member.id }
        group.members[known.index] = member
        let isSame = group.chosenProtocol() == group.protocolName && sameSubscription(old, member, group.protocolName)
        if group.state == .stable, isSame {
            var response = group.joinResponse(for: member.id)
            // A leader would hand out partitions anew, and nobody would ask for them: before version 9 it cannot be
            // told to leave that, so it is told that its former self leads.
            response.leader = leader ?? ""
            response.members = []
            return actions + [.joined(ticket, response)]
        }
        // A leader that is about to assign knows the old id alone.
        if group.state != .preparingRebalance { actions += group.prepareRebalance(now: now, limits: limits) }
        group.members[known.index].joinTicket = ticket
        return actions + group.completeJoinIfReady(now: now)
    }

    /// What a consumer owned is in its metadata too, and is another each time: only its topics count.
    private static func sameSubscription(_ old: GroupMember, _ new: GroupMember, _ protocolName: String?) -> Bool {
        let (before, after) = (old.metadata(of: protocolName), new.metadata(of: protocolName))
        guard let known = ConsumerSubscription(before), let wanted = ConsumerSubscription(after) else {
            return before == after
        }
        return Set(known.topics) == Set(wanted.topics)
    }
}
