import KafkaProtocol

extension GroupCoordinator {
    mutating func sync(_ request: SyncGroupRequest, ticket: GroupTicket, now: Int64) -> [GroupAction] {
        let room = limits.memberBytesMax - memberBytes
        let failure = { (error: ErrorCode) -> [GroupAction] in
            [.synced(ticket, SyncGroupResponse { $0.errorCode = error })]
        }
        return update(request.groupID) { group in
            if let error = Self.refusal(
                group,
                member: request.memberID,
                instance: request.groupInstanceID,
                generation: request.generationID
            ) {
                return failure(error)
            }
            guard request.protocolType == nil || request.protocolType == group.protocolType,
                request.protocolName == nil || request.protocolName == group.protocolName,
                let index = group.index(of: request.memberID)
            else { return failure(.inconsistentGroupProtocol) }
            group.members[index].heard(at: now)
            switch group.state {
            case .preparingRebalance: return failure(.rebalanceInProgress)
            case .empty, .dead: return failure(.unknownMemberID)
            case .stable:
                group.members[index].hasSynced = true
                group.noteSynced()
                return [.synced(ticket, group.syncResponse(for: group.members[index]))]
            case .completingRebalance: break
            }
            var actions: [GroupAction] = []
            if let earlier = group.members[index].syncTicket {
                actions.append(.synced(earlier, SyncGroupResponse { $0.errorCode = .rebalanceInProgress }))
            }
            guard request.memberID == group.leader else {
                group.members[index].syncTicket = ticket
                group.members[index].hasSynced = true
                return actions
            }
            guard request.assignments.reduce(0, { $0 + $1.assignment.count }) <= room else {
                group.members[index].syncTicket = nil
                return actions + failure(.groupMaxSizeReached)
            }
            group.members[index].syncTicket = ticket
            group.members[index].hasSynced = true
            return actions + group.assign(request.assignments, now: now)
        } ?? failure(.unknownMemberID)
    }

    mutating func heartbeat(_ request: HeartbeatRequest, now: Int64) -> ErrorCode {
        update(request.groupID) { group in
            if let error = Self.refusal(
                group,
                member: request.memberID,
                instance: request.groupInstanceID,
                generation: request.generationID
            ) {
                return error
            }
            guard let index = group.index(of: request.memberID) else { return .unknownMemberID }
            group.members[index].heard(at: now)
            return group.state == .preparingRebalance ? .rebalanceInProgress : .none
        } ?? .unknownMemberID
    }

    /// - Returns: the answer, and what other members now learn.
    mutating func leave(
        _ request: LeaveGroupRequest,
        version: Int16,
        now: Int64
    ) -> (response: LeaveGroupResponse, actions: [GroupAction]) {
        let leaving = version >= 3 ? request.members : [LeavingMember { $0.memberID = request.memberID }]
        var response = LeaveGroupResponse()
        let limits = limits
        let actions: [GroupAction] =
            update(request.groupID) { group in
                var gone: [String] = []
                for member in leaving {
                    let error = Self.mark(member, leavingFrom: &group, gone: &gone)
                    response.members.append(Self.left(member, error))
                }
                return Self.remove(gone, from: &group, now: now, limits: limits) + group.completeJoinIfReady(now: now)
            } ?? []
        if response.members.isEmpty { response.members = leaving.map { Self.left($0, .unknownMemberID) } }
        if version < 3 { response.errorCode = response.members.first?.errorCode ?? .none }
        return (response, actions)
    }

    private static func mark(
        _ member: LeavingMember,
        leavingFrom group: inout ConsumerGroup,
        gone: inout [String]
    ) -> ErrorCode {
        if member.memberID.isEmpty {
            // An administrator takes an instance out by its name.
            guard let index = member.groupInstanceID.flatMap({ group.index(ofInstance: $0) }) else {
                return .unknownMemberID
            }
            gone.append(group.members[index].id)
        } else if group.pendingMembers.removeValue(forKey: member.memberID) == nil {
            if let error = refusal(group, member: member.memberID, instance: member.groupInstanceID) { return error }
            gone.append(member.memberID)
        }
        return .none
    }

    private static func left(_ member: LeavingMember, _ error: ErrorCode) -> LeftMember {
        LeftMember {
            $0.memberID = member.memberID
            $0.groupInstanceID = member.groupInstanceID
            $0.errorCode = error
        }
    }

    /// Whether a commit may be stored; a member's commit counts as a sign of life.
    mutating func checkCommit(_ request: OffsetCommitRequest, now: Int64) -> ErrorCode {
        let isFromOutside =
            request.generationID < 0 && request.memberID.isEmpty && request.groupInstanceID == nil
        guard !request.groupID.isEmpty else { return .invalidGroupID }
        return update(request.groupID) { group in
            // An administrator's reset or a client without group management, which must not cut in on a running group.
            if request.generationID < 0, group.members.isEmpty { return .none }
            if isFromOutside { return .unknownMemberID }
            if let error = Self.refusal(
                group,
                member: request.memberID,
                instance: request.groupInstanceID,
                generation: request.generationID
            ) {
                return error
            }
            guard let index = group.index(of: request.memberID) else { return .unknownMemberID }
            group.members[index].heard(at: now)
            return group.state == .completingRebalance ? .rebalanceInProgress : .none
        } ?? (request.generationID < 0 ? .none : .illegalGeneration)
    }

    /// Why a request of this member is not for the group as it is.
    private static func refusal(
        _ group: ConsumerGroup,
        member: String,
        instance: String?,
        generation: Int32
    ) -> ErrorCode? {
        if let error = refusal(group, member: member, instance: instance) { return error }
        return generation == group.generation ? nil : .illegalGeneration
    }

    /// Another process that runs under the same instance id must stop; who is not known must join.
    static func refusal(_ group: ConsumerGroup, member: String, instance: String?) -> ErrorCode? {
        if let instance {
            guard let index = group.index(ofInstance: instance) else { return .unknownMemberID }
            if group.members[index].id != member { return .fencedInstanceID }
        }
        return group.index(of: member) == nil ? .unknownMemberID : nil
    }
}
