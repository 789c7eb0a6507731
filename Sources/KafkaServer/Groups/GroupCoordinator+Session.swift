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
            case .stable: return [.synced(ticket, group.syncResponse(for: group.members[index]))]
            case .completingRebalance: break
            }
            var actions: [GroupAction] = []
            if let earlier = group.members[index].syncTicket {
                actions.append(.synced(earlier, SyncGroupResponse { $0.errorCode = .rebalanceInProgress }))
            }
            group.members[index].syncTicket = ticket
            guard request.memberID == group.leader else { return actions }
            guard request.assignments.reduce(0, { $0 + $1.assignment.count }) <= room else {
                group.members[index].syncTicket = nil
                return actions + failure(.groupMaxSizeReached)
            }
            return actions + Self.assign(request.assignments, to: &group, now: now)
        } ?? failure(.unknownMemberID)
    }

    /// The leader has decided: everybody who waits gets its share.
    private static func assign(
        _ assignments: [SyncGroupAssignment],
        to group: inout ConsumerGroup,
        now: Int64
    ) -> [GroupAction] {
        let byMember = Dictionary(assignments.map { ($0.memberID, $0.assignment) }) { $1 }
        group.state = .stable
        var actions: [GroupAction] = []
        for index in group.members.indices {
            group.members[index].assignment = byMember[group.members[index].id] ?? []
            guard let ticket = group.members[index].syncTicket else { continue }
            group.members[index].syncTicket = nil
            group.members[index].heard(at: now)
            actions.append(.synced(ticket, group.syncResponse(for: group.members[index])))
        }
        return actions
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
        let actions: [GroupAction] =
            update(request.groupID) { group in
                var gone: [String] = []
                for member in leaving {
                    let error = Self.mark(member, leavingFrom: &group, gone: &gone)
                    response.members.append(Self.left(member, error))
                }
                return Self.remove(gone, from: &group, now: now) + group.completeJoinIfReady(now: now)
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
        if let instance = member.groupInstanceID {
            guard let index = group.index(ofInstance: instance) else { return .unknownMemberID }
            let id = group.members[index].id
            guard member.memberID.isEmpty || member.memberID == id else { return .fencedInstanceID }
            gone.append(id)
        } else if group.index(of: member.memberID) != nil {
            gone.append(member.memberID)
        } else if group.pendingMembers.removeValue(forKey: member.memberID) == nil {
            return .unknownMemberID
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
        let isFromOutside = request.generationID < 0 && request.memberID.isEmpty
        guard !request.groupID.isEmpty else { return .invalidGroupID }
        return update(request.groupID) { group in
            // An administrator's reset or a client without group management, which must not cut in on a running group.
            if isFromOutside { return group.members.isEmpty ? .none : .unknownMemberID }
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

    private static func refusal(
        _ group: ConsumerGroup,
        member: String,
        instance: String?,
        generation: Int32
    ) -> ErrorCode? {
        if let instance, let index = group.index(ofInstance: instance), group.members[index].id != member {
            return .fencedInstanceID
        }
        guard group.index(of: member) != nil else { return .unknownMemberID }
        return generation == group.generation ? nil : .illegalGeneration
    }
}
