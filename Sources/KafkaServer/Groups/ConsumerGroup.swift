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
///       └──── last leaves ────┘  └────── join, leave, lost session, no sync ┴───────────────────────────────┘
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
    /// How far that may be put off.
    var joinDelayDeadlineMax: Int64 = .min
    /// When those lose their places who joined and have not asked for their assignments.
    var syncDeadline: Int64 = .max
    /// What the log has been told of the rebalance under way.
    var watch: RebalanceWatch?

    var isUnused: Bool { members.isEmpty && pendingMembers.isEmpty }

    var byteCount: Int {
        let pending = pendingMembers.keys.reduce(0) { $0 + $1.utf8.count + 16 }
        return members.reduce(pending) { $0 + $1.byteCount }
    }

    /// Nothing happens by itself before.
    var nextDeadline: Int64 {
        var next = min(rebalanceDeadline, syncDeadline, watch?.nextNotice ?? .max)
        if joinDelayDeadline != .min { next = min(next, joinDelayDeadline) }
        for deadline in pendingMembers.values { next = min(next, deadline) }
        for member in members { next = min(next, member.deadline) }
        return next
    }

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
        guard var common = members.first.map({ Set($0.protocols.map(\.name)) }) else { return nil }
        for member in members.dropFirst() { common.formIntersection(member.protocols.map(\.name)) }
        var votes: [String: Int] = [:]
        for member in members {
            if let best = member.protocols.first(where: { common.contains($0.name) }) {
                votes[best.name, default: 0] += 1
            }
        }
        return votes.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
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
}
