import KafkaProtocol

/// Where a group stands in Kafka's classic rebalance protocol. The raw values go over the wire (DescribeGroups).
enum GroupState: String, Sendable {
    /// No members; committed offsets may remain.
    case empty = "Empty"
    /// Waiting for all members to join anew.
    case preparingRebalance = "PreparingRebalance"
    /// Joined; waiting for the leader's assignments.
    case completingRebalance = "CompletingRebalance"
    /// Every member has its assignment.
    case stable = "Stable"
    case dead = "Dead"
}

/// One group of consumers that share partitions, and the rebalances it goes through.
///
///     empty ──join──► preparingRebalance ──all joined / timeout──► completingRebalance ──leader's sync──► stable
///       ▲                     ▲  ▲                                        │                                 │
///       └──── last leaves ────┘  └────────── join, leave, lost session ───┴─────────────────────────────────┘
struct ConsumerGroup {
    let id: String
    var state = GroupState.empty
    var generation: Int32 = 0
    var protocolType: String?
    var protocolName: String?
    var leader: String?
    /// In order of joining: the first is the next leader.
    var members: [GroupMember] = []
    /// Ids that were given out but not yet used, and when they lapse.
    var pendingMembers: [String: Int64] = [:]
    /// When a rebalance under way ends without those who have not joined.
    var rebalanceDeadline: Int64 = .max
    /// Until then a first rebalance waits for more members although all known ones have joined.
    var joinDelayDeadline: Int64 = .min

    var isUnused: Bool { members.isEmpty && pendingMembers.isEmpty }
    var byteCount: Int { members.reduce(0) { $0 + $1.byteCount } }

    func index(of memberID: String) -> Int? { members.firstIndex { $0.id == memberID } }
    func index(ofInstance instanceID: String) -> Int? { members.firstIndex { $0.instanceID == instanceID } }

    /// True when every member knows at least one common strategy with these.
    func supports(_ protocols: [JoinGroupProtocol], besides memberID: String? = nil) -> Bool {
        protocols.contains { candidate in
            members.allSatisfy { member in
                member.id == memberID || member.protocols.contains { $0.name == candidate.name }
            }
        }
    }

    /// The strategy that most members like best among those that all know.
    func chosenProtocol() -> String? {
        var votes: [String: Int] = [:]
        for member in members {
            let best = member.protocols.first { candidate in
                members.allSatisfy { $0.protocols.contains { $0.name == candidate.name } }
            }
            if let best { votes[best.name, default: 0] += 1 }
        }
        return votes.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    }

    /// Begins a rebalance: who waits for an assignment is told to join again.
    mutating func prepareRebalance(now: Int64, joinDelay: Int64) -> [GroupAction] {
        var actions: [GroupAction] = []
        for index in members.indices {
            members[index].assignment = []
            guard let ticket = members[index].syncTicket else { continue }
            members[index].syncTicket = nil
            members[index].heard(at: now)
            actions.append(.synced(ticket, SyncGroupResponse { $0.errorCode = .rebalanceInProgress }))
        }
        joinDelayDeadline = state == .empty ? now + joinDelay : .min
        let patience = members.map(\.rebalanceTimeoutMilliseconds).max() ?? 0
        rebalanceDeadline = now + max(patience, joinDelay)
        state = .preparingRebalance
        return actions
    }

    /// Ends the joining when everybody is there or time is up.
    mutating func completeJoinIfReady(now: Int64) -> [GroupAction] {
        guard state == .preparingRebalance else { return [] }
        let isLate = now >= rebalanceDeadline
        if !isLate {
            guard now >= joinDelayDeadline, pendingMembers.isEmpty else { return [] }
            guard members.allSatisfy({ $0.joinTicket != nil }) else { return [] }
        }
        // A static member may be restarting: it keeps its place until its session lapses.
        members.removeAll { $0.joinTicket == nil && $0.instanceID == nil }
        rebalanceDeadline = .max
        guard members.contains(where: { $0.joinTicket != nil }) else {
            if members.isEmpty { becomeEmpty() } else { rebalanceDeadline = now + 1_000 }
            return []
        }
        generation = generation == Int32.max ? 1 : generation + 1
        protocolName = chosenProtocol()
        if leader.flatMap({ index(of: $0) }).map({ members[$0].joinTicket == nil }) ?? true {
            leader = members.first { $0.joinTicket != nil }?.id
        }
        state = .completingRebalance
        var actions: [GroupAction] = []
        for index in members.indices {
            guard let ticket = members[index].joinTicket else { continue }
            members[index].joinTicket = nil
            members[index].heard(at: now)
            actions.append(.joined(ticket, joinResponse(for: members[index].id)))
        }
        return actions
    }

    func joinResponse(for memberID: String) -> JoinGroupResponse {
        JoinGroupResponse {
            $0.generationID = generation
            $0.protocolType = protocolType
            $0.protocolName = protocolName
            $0.leader = leader ?? ""
            $0.memberID = memberID
            guard memberID == leader else { return }
            $0.members = members.map { member in
                JoinGroupMember {
                    $0.memberID = member.id
                    $0.groupInstanceID = member.instanceID
                    $0.metadata = member.metadata(of: protocolName)
                }
            }
        }
    }

    func syncResponse(for member: GroupMember) -> SyncGroupResponse {
        SyncGroupResponse {
            $0.protocolType = protocolType
            $0.protocolName = protocolName
            $0.assignment = member.assignment
        }
    }

    mutating func becomeEmpty() {
        generation = generation == Int32.max ? 1 : generation + 1
        state = .empty
        leader = nil
        protocolName = nil
        rebalanceDeadline = .max
        joinDelayDeadline = .min
    }
}
