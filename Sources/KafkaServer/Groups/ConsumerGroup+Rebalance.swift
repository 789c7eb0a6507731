import KafkaProtocol

extension ConsumerGroup {
    /// Begins a rebalance: who waits for an assignment is told to join again.
    mutating func prepareRebalance(now: Int64, limits: GroupLimits) -> [GroupAction] {
        var actions: [GroupAction] = []
        for index in members.indices {
            guard let ticket = members[index].syncTicket else { continue }
            members[index].syncTicket = nil
            members[index].heard(at: now)
            actions.append(.synced(ticket, SyncGroupResponse { $0.errorCode = .rebalanceInProgress }))
        }
        let isFirst = state == .empty
        joinDelayDeadline = isFirst ? now + limits.joinDelayMilliseconds : .min
        joinDelayDeadlineMax = isFirst ? now + limits.joinDelayMillisecondsMax : .min
        rebalanceDeadline = now + max(patience, isFirst ? limits.joinDelayMilliseconds : 0)
        syncDeadline = .max
        state = .preparingRebalance
        if watch == nil { watch = RebalanceWatch(start: now, patience: limits.rebalanceNoticeMilliseconds) }
        return actions
    }

    /// How long the most patient member gives the others.
    var patience: Int64 { members.map(\.rebalanceTimeoutMilliseconds).max() ?? 0 }

    /// One more member has come while a first rebalance waits for such.
    mutating func extendJoinDelay(now: Int64, limits: GroupLimits) {
        guard joinDelayDeadline != .min else { return }
        joinDelayDeadline = min(now + limits.joinDelayMilliseconds, joinDelayDeadlineMax)
    }

    /// Ends the joining when everybody is there or time is up.
    mutating func completeJoinIfReady(now: Int64) -> [GroupAction] {
        guard state == .preparingRebalance else { return [] }
        if now >= joinDelayDeadline { joinDelayDeadline = .min }
        let isLate = now >= rebalanceDeadline
        if !isLate {
            guard joinDelayDeadline == .min, pendingMembers.isEmpty else { return [] }
            guard members.allSatisfy({ $0.joinTicket != nil }) else { return [] }
        }
        var actions: [GroupAction] = []
        // A static member may be restarting: it keeps its place until its session lapses.
        for member in members where member.joinTicket == nil && member.instanceID == nil {
            let patience = self.patience
            actions.append(
                .notice(.removed(group: id, member: member.name, reason: .didNotJoin, milliseconds: patience))
            )
        }
        members.removeAll { $0.joinTicket == nil && $0.instanceID == nil }
        rebalanceDeadline = .max
        joinDelayDeadline = .min
        guard members.contains(where: { $0.joinTicket != nil }) else {
            if members.isEmpty { becomeEmpty() } else { rebalanceDeadline = now + 1_000 }
            return actions
        }
        beginGeneration(now: now)
        for index in members.indices {
            members[index].hasSynced = false
            guard let ticket = members[index].joinTicket else { continue }
            members[index].joinTicket = nil
            members[index].firstJoinDeadline = nil
            members[index].heard(at: now)
            actions.append(.joined(ticket, joinResponse(for: members[index].id)))
        }
        return actions
    }

    private mutating func beginGeneration(now: Int64) {
        generation = generation == Int32.max ? 1 : generation + 1
        protocolName = chosenProtocol()
        if leader.flatMap({ index(of: $0) }).map({ members[$0].joinTicket == nil }) ?? true {
            leader = members.first { $0.joinTicket != nil }?.id
        }
        state = .completingRebalance
        syncDeadline = now + patience
    }

    /// The leader has decided: everybody who waits gets its share.
    mutating func assign(_ assignments: [SyncGroupAssignment], now: Int64) -> [GroupAction] {
        let byMember = Dictionary(assignments.map { ($0.memberID, $0.assignment) }) { $1 }
        state = .stable
        var actions: [GroupAction] = []
        for index in members.indices {
            members[index].assignment = byMember[members[index].id] ?? []
            guard let ticket = members[index].syncTicket else { continue }
            members[index].syncTicket = nil
            members[index].heard(at: now)
            actions.append(.synced(ticket, syncResponse(for: members[index])))
        }
        noteSynced()
        if let watch {
            let time = now - watch.start
            let notice = GroupNotice.completed(
                group: id, generation: generation, members: members.count, milliseconds: time, wasSaid: watch.wasSaid)
            actions.append(.notice(notice))
        }
        watch = nil
        return actions
    }

    /// Nobody is late with its SyncGroup any more once all have sent it.
    mutating func noteSynced() {
        if members.allSatisfy(\.hasSynced) { syncDeadline = .max }
    }

    mutating func becomeEmpty() {
        generation = generation == Int32.max ? 1 : generation + 1
        state = .empty
        leader = nil
        protocolName = nil
        rebalanceDeadline = .max
        joinDelayDeadline = .min
        syncDeadline = .max
        watch = nil
    }
}
