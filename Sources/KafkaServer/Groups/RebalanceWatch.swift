/// How long a rebalance has been under way, and whom the log has named for it.
struct RebalanceWatch {
    /// When it began; one that begins anew before its end goes on being the same.
    let start: Int64
    /// When the log is told next.
    var nextNotice: Int64
    /// Who has been named.
    var said: Set<String> = []
    let patience: Int64

    init(start: Int64, patience: Int64) {
        self.start = start
        self.patience = patience
        nextNotice = start + patience
    }

    var wasSaid: Bool { !said.isEmpty }
}

extension ConsumerGroup {
    /// Whom the rebalance under way waits for.
    func blockers(now: Int64) -> [GroupBlocker] {
        switch state {
        case .preparingRebalance:
            let missing = members.filter { $0.joinTicket == nil }.map {
                blocker($0, .join, until: rebalanceDeadline, now)
            }
            let pending = pendingMembers.sorted { $0.key < $1.key }.map { id, deadline in
                let name = GroupMemberName(memberID: id, instanceID: nil, clientID: "", clientHost: "")
                let left = min(deadline, rebalanceDeadline) - now
                return GroupBlocker(
                    member: name, missing: .firstJoin, removedWhenSilentMilliseconds: left, removedMilliseconds: left)
            }
            return missing + pending
        case .completingRebalance:
            return members.filter { $0.id == leader && !$0.hasSynced }
                .map { blocker($0, .assignment, until: syncDeadline, now) }
        case .empty, .stable, .dead: return []
        }
    }

    private func blocker(
        _ member: GroupMember,
        _ missing: GroupBlocker.Missing,
        until deadline: Int64,
        _ now: Int64
    ) -> GroupBlocker {
        // A static member keeps its place beyond a rebalance's end: only its session counts.
        let silent = member.sessionDeadline
        let latest = member.instanceID != nil && missing == .join ? silent : deadline
        return GroupBlocker(
            member: member.name,
            missing: missing,
            removedWhenSilentMilliseconds: max(0, min(silent, latest) - now),
            removedMilliseconds: max(0, latest - now)
        )
    }

    /// Names those in the log whom a long rebalance waits for, each once.
    mutating func noticeIfLong(now: Int64) -> [GroupAction] {
        guard var watch, now >= watch.nextNotice else { return [] }
        defer { self.watch = watch }
        watch.nextNotice = now + watch.patience
        let blockers = blockers(now: now)
        guard blockers.contains(where: { !watch.said.contains($0.member.memberID) }) else { return [] }
        watch.said.formUnion(blockers.map(\.member.memberID))
        return [.notice(.waits(group: id, milliseconds: now - watch.start, blockers: blockers))]
    }
}
